/** The stage that closes what is gone: only what a complete reading missed, and only after GitHub said so of that one thing. */

import { isReallyGone, type Missed } from '../github/absence.ts'
import type { Source } from '../policy/words.ts'
import { type Absent, close, nextAbsent, SHOWN_BY } from '../register/absent.ts'
import { forgetSeen, readingsOf } from '../register/readings.ts'
import type { Run, Stage } from './stage.ts'

interface Cursor {
  readonly source: Source
  readonly after: { readonly what: string; readonly id: number } | null
}

export const absences: Stage = {
  says: 'asking for what no page showed any more',
  spends: 'inventory',
  async *read(run, cursor) {
    for (let at = await firstOf(run, cursor); at !== null; ) {
      const absent = await nextAbsent(run.register, run.org.id, run.audit.id, at.source, at.after)
      if (absent === undefined) {
        at = await following(run, at.source)
        continue
      }
      const missed = askedAs(absent)
      const gone = missed === null || (await isReallyGone(run.github, run.org.login, missed))
      at = { source: at.source, after: { what: absent.what, id: absent.id } }
      yield { statements: gone ? [close(run.register, absent, run.asOf)] : [], next: at }
    }
    yield { statements: [forgetSeen(run.register, run.audit.id)], next: null }
  },
  /** What cannot be asked for stays open: absence alone closes nothing. */
  async past(run, cursor) {
    const at = await firstOf(run, cursor)
    const absent =
      at === null ? undefined : await nextAbsent(run.register, run.org.id, run.audit.id, at.source, at.after)
    if (at === null || absent === undefined)
      return { statements: [forgetSeen(run.register, run.audit.id)], next: null }
    return {
      statements: [],
      next: { source: at.source, after: { what: absent.what, id: absent.id } } satisfies Cursor,
    }
  },
}

async function firstOf(run: Run, cursor: unknown): Promise<Cursor | null> {
  // A cursor is read by the stage that wrote it.
  return cursor === null ? following(run, null) : (cursor as Cursor)
}

/** The next source that this audit read to its end; of the others nothing is known to be absent. */
async function following(run: Run, source: Source | null): Promise<Cursor | null> {
  const readings = await readingsOf(run.register, run.audit.id)
  // Object.keys forgets that the keys are sources.
  const sources = Object.keys(SHOWN_BY) as Source[]
  for (const next of sources.slice(source === null ? 0 : sources.indexOf(source) + 1)) {
    const told = readings.filter((r) => r.source === next && r.scope.kind === 'organization')
    if (told.some((r) => r.state.kind === 'complete')) return { source: next, after: null }
  }
  return null
}

/** What to ask GitHub; null where the labels are not known and nothing of it can be there (a team or repository never seen). */
function askedAs(absent: Absent): Missed | null {
  const { kind, account, login, team, parent, repository, githubId } = absent
  switch (kind) {
    case 'organization_role':
      return account === null || login === null ? null : { kind, account, login }
    case 'outside_collaborator':
      return account === null ? null : { kind, account }
    case 'team_membership':
      return account === null || login === null || team === null ? null : { kind, account, login, team }
    case 'team_repository':
      return team === null || repository === null ? null : { kind, team, repository }
    case 'team_parent':
      return team === null || parent === null ? null : { kind, team, parent }
    case 'repository_role':
      return account === null || login === null || repository === null
        ? null
        : { kind, account, login, repository }
    case 'organization_invitation':
      return githubId === null ? null : { kind, invitation: Number(githubId) }
    case 'repository_invitation':
      return githubId === null || repository === null
        ? null
        : { kind, invitation: Number(githubId), repository }
    case 'repository':
      return repository === null ? null : { kind, name: repository, id: absent.id }
    case 'team':
      return team === null ? null : { kind, slug: team, id: absent.id }
    case 'deploy_key':
      return githubId === null || repository === null ? null : { kind, id: githubId, repository }
    case 'fine_grained_token':
    case 'token_request':
    case 'app_installation':
      return githubId === null ? null : { kind, id: githubId }
    default:
      throw new Error(`Nobody knows how to ask for an absent ${kind}; it stays open.`)
  }
}
