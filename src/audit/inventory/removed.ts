/** The stage that closes removed items: only those that a complete reading missed, each confirmed by one direct request. */

import { type Decoder, fields, nullable, oneOf, text, whole } from '../../github/http/decode.ts'
import { isConfirmedGone, type Missed } from '../../github/recheck/confirm-removed.ts'
import type { Id, Source } from '../../policy/words.ts'
import { findReadings, forgetSeenStatement } from '../../register/audits/readings.ts'
import {
  closeStatement,
  findNextMissingItems,
  type MissingItem,
  SHOWN_BY,
} from '../../register/audits/removed.ts'
import { withCursor } from '../engine/cursor.ts'
import type { Run } from '../engine/stage.ts'

interface Position {
  readonly source: Source
  readonly after: { readonly what: string; readonly id: number } | null
}

/** The sources of which anything can be missing. The cast: Object.keys loses the type of the keys. */
const SOURCES = Object.keys(SHOWN_BY) as Source[]

const POSITION: Decoder<Position> = fields({
  source: oneOf(Object.fromEntries(SOURCES.map((source) => [source, source]))),
  after: nullable(fields({ what: text, id: whole })),
})

export const removedItems = withCursor(POSITION, {
  label: 'asking for what no page showed any more',
  budget: 'inventory',
  async *read(run, cursor) {
    for (let at = cursor ?? (await firstPosition(run)); at !== null; ) {
      const found: Found | undefined = await nextMissing(run, at)
      if (found === undefined) break
      const { source, missing } = found
      const toConfirm = toMissed(run.org.id, missing)
      const isGone = toConfirm === null || (await isConfirmedGone(run.github, run.org.login, toConfirm))
      at = { source, after: { what: missing.what, id: missing.id } }
      yield { statements: isGone ? [closeStatement(run.register, missing, run.asOf)] : [], next: at }
    }
    yield { statements: [forgetSeenStatement(run.register, run.audit.id)], next: null }
  },
  /** An item that cannot be confirmed stays open: absence alone closes nothing. */
  async skip(run, cursor) {
    const at = cursor ?? (await firstPosition(run))
    const found = at === null ? undefined : await nextMissing(run, at)
    if (found === undefined)
      return { statements: [forgetSeenStatement(run.register, run.audit.id)], next: null }
    const { source, missing } = found
    return { statements: [], next: { source, after: { what: missing.what, id: missing.id } } }
  },
})

async function firstPosition(run: Run): Promise<Position | null> {
  const [source] = await readSources(run)
  return source === undefined ? null : { source, after: null }
}

interface Found {
  readonly source: Source
  readonly missing: MissingItem
}

/** The next missing item: of the current source, then of the sources after it, all in one query. */
async function nextMissing(run: Run, { source, after }: Position): Promise<Found | undefined> {
  const { register, org, audit } = run
  const [inSource] =
    after === null ? [] : await findNextMissingItems(register, org.id, audit.id, [source], after)
  if (inSource !== undefined) return inSource
  const sources = await readSources(run)
  const from = sources.indexOf(source) + (after === null ? 0 : 1)
  return (await findNextMissingItems(register, org.id, audit.id, sources.slice(from), null))[0]
}

/** The sources that this audit read completely; in any other nothing is known to be missing. */
async function readSources(run: Run): Promise<Source[]> {
  const readings = await findReadings(run.register, run.audit.id)
  return SOURCES.filter((source) =>
    readings.some(
      (r) => r.source === source && r.scope.kind === 'organization' && r.state.kind === 'complete',
    ),
  )
}

/** What to confirm with GitHub; null where names are unknown, so that it cannot exist (a team or repository never seen). */
function toMissed(organization: Id, missing: MissingItem): Missed | null {
  const { kind, account, login, team, parent, repository, githubId } = missing
  switch (kind) {
    case 'organization_role':
      return account === null || login === null ? null : { kind, organization, account, login }
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
