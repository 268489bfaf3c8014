/** The stage that closes what is gone: only what a complete reading missed, and only after GitHub said so of that one thing. */

import { isConfirmedGone, type Missed } from '../../github/recheck/confirm-removed.ts'
import type { Source } from '../../policy/words.ts'
import { findReadings, forgetSeenStatement } from '../../register/audits/readings.ts'
import {
  closeStatement,
  findNextMissingItems,
  type MissingItem,
  SHOWN_BY,
} from '../../register/audits/removed.ts'
import type { Run, Stage } from '../engine/stage.ts'

interface Cursor {
  readonly source: Source
  readonly after: { readonly what: string; readonly id: number } | null
}

export const removedItems: Stage = {
  label: 'asking for what no page showed any more',
  budget: 'inventory',
  async *read(run, cursor) {
    for (let at = await firstOf(run, cursor); at !== null; ) {
      const found: Found | undefined = await nextMissing(run, at)
      if (found === undefined) break
      const { source, missing } = found
      const missed = questionAbout(missing)
      const gone = missed === null || (await isConfirmedGone(run.github, run.org.login, missed))
      at = { source, after: { what: missing.what, id: missing.id } }
      yield { statements: gone ? [closeStatement(run.register, missing, run.asOf)] : [], next: at }
    }
    yield { statements: [forgetSeenStatement(run.register, run.audit.id)], next: null }
  },
  /** What cannot be asked for stays open: absence alone closes nothing. */
  async skip(run, cursor) {
    const at = await firstOf(run, cursor)
    const found = at === null ? undefined : await nextMissing(run, at)
    if (found === undefined)
      return { statements: [forgetSeenStatement(run.register, run.audit.id)], next: null }
    const { source, missing } = found
    return {
      statements: [],
      next: { source, after: { what: missing.what, id: missing.id } } satisfies Cursor,
    }
  },
}

async function firstOf(run: Run, cursor: unknown): Promise<Cursor | null> {
  // A cursor is read by the stage that wrote it.
  if (cursor !== null) return cursor as Cursor
  const [source] = await readSources(run)
  return source === undefined ? null : { source, after: null }
}

interface Found {
  readonly source: Source
  readonly missing: MissingItem
}

/** The next absent row: of the source that is under way, then of those behind it, all of them in one question. */
async function nextMissing(run: Run, { source, after }: Cursor): Promise<Found | undefined> {
  const { register, org, audit } = run
  const [found] =
    after === null ? [] : await findNextMissingItems(register, org.id, audit.id, [source], after)
  if (found !== undefined) return found
  const sources = await readSources(run)
  const from = sources.indexOf(source) + (after === null ? 0 : 1)
  return (await findNextMissingItems(register, org.id, audit.id, sources.slice(from), null))[0]
}

/** Those that this audit read to their end; of the others nothing is known to be absent. */
async function readSources(run: Run): Promise<Source[]> {
  const readings = await findReadings(run.register, run.audit.id)
  // Object.keys forgets that the keys are sources.
  return (Object.keys(SHOWN_BY) as Source[]).filter((source) =>
    readings.some(
      (r) => r.source === source && r.scope.kind === 'organization' && r.state.kind === 'complete',
    ),
  )
}

/** What to ask GitHub; null where the labels are not known and nothing of it can be there (a team or repository never seen). */
function questionAbout(missing: MissingItem): Missed | null {
  const { kind, account, login, team, parent, repository, githubId } = missing
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
      return repository === null ? null : { kind, name: repository, id: missing.id }
    case 'team':
      return team === null ? null : { kind, slug: team, id: missing.id }
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
