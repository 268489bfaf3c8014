/** Whether GitHub, the register, the queue and the history say the same of every decided proposal. */
import type { D1Database } from '@cloudflare/workers-types'
import type { World } from '../../fake-github/world/world.ts'
import { ask } from '../../local/api.ts'
import type { Whole } from '../../local/whole.ts'
import type { Instant } from '../../src/policy/words.ts'
import type { Ask } from '../../src/register/history/compare/register-rows.ts'
import { verifyHistoryBy } from '../../src/register/history/verify.ts'

/** A proposal that was decided, and what became of it. */
export interface Asked {
  readonly id: string
  readonly subject: { readonly kind: string; readonly login: string | null }
  readonly risk: { readonly privileged: boolean }
  readonly choices: readonly { readonly decision: string; readonly role: string | null }[] | null
  decision: string
  /** When the person did something again; null where they did not. */
  actedAt: Instant | null
  status: string
}

/** By login, every path by which somebody holds anything. */
export type Holdings = ReadonlyMap<string, readonly string[]>

/** What everybody in the organisation holds in the world as it is now. */
export function holdingsOf(world: World, organization: string): Holdings {
  const held = new Map<string, string[]>()
  const hold = (login: string | undefined, path: string) => {
    if (login !== undefined) held.set(login, [...(held.get(login) ?? []), path])
  }
  const org = world.organization(organization)
  for (const { login, role } of org?.members ?? []) hold(login, `${role} of the organisation`)
  for (const { slug, members } of org?.teams ?? [])
    for (const { login } of members) hold(login, `team ${slug}`)
  for (const { id, collaborators } of world.repositoriesOf(organization))
    for (const { login, role } of collaborators) hold(login, `${role} in repository ${id}`)
  return held
}

/** A sentence for each disagreement. Fills in the proposals' statuses. */
export async function wrongDeeds(
  whole: Whole,
  organization: string,
  before: Holdings,
  asked: readonly Asked[],
  budget: number,
): Promise<string[]> {
  const database = await whole.worker.database()
  const rows = await database
    .prepare(
      `select proposals.id, proposals.status, revocations.status as revocation, revocations.verified, revocations.reason,
         (select min(at) from outcomes where revocation_id = proposals.id and status = 'done') as first_done
       from proposals left join revocations on revocations.id = proposals.id`,
    )
    .all<Row>()
  const rowOf = new Map(rows.results.map((row) => [row.id, row]))
  const after = holdingsOf(whole.world, organization)
  const wrong: string[] = []
  for (const proposal of asked) {
    const row = rowOf.get(proposal.id)
    if (row === undefined) wrong.push(`${proposal.id} is lost`)
    else {
      proposal.status = row.status
      wrong.push(...wrongOf(proposal, row, before, after))
    }
  }
  return [
    ...wrong,
    ...beyondBudget(rows.results, asked, budget),
    ...(await wrongQueue(whole, organization)),
    ...(await wrongHistory(database)),
  ]
}

interface Row {
  readonly id: string
  readonly status: string
  readonly revocation: string | null
  readonly verified: number | null
  readonly reason: string | null
  readonly first_done: string | null
}

function wrongOf(
  { subject, decision, actedAt }: Asked,
  row: Row,
  before: Holdings,
  after: Holdings,
): string[] {
  const login = subject.login ?? ''
  const [had, has] = [before.get(login) ?? [], after.get(login) ?? []]
  const who = `${login} (${row.status}, ${row.revocation ?? 'never started'})`
  const isUntouched = had.length === has.length && had.every((path) => has.includes(path))
  if (row.status === 'done') {
    return [
      ...(decision === 'revoke' && has.length > 0
        ? [`${who} is done and still holds ${has.join(', ')}`]
        : []),
      ...(row.verified === 1 ? [] : [`${who} is done without proof`]),
      ...(actedAt !== null && row.first_done !== null && actedAt < row.first_done
        ? [`${who} acted at ${actedAt} and was removed at ${row.first_done}`]
        : []),
    ]
  }
  if (row.status === 'stale')
    return isUntouched || row.first_done !== null ? [] : [`${who} lost something unrecorded`]
  return [`${who} never ended: ${row.reason ?? 'no reason given'}`]
}

/** The most accounts that lost something first within a rolling day. */
function beyondBudget(rows: readonly Row[], asked: readonly Asked[], budget: number): string[] {
  const ours = new Set(asked.map(({ id }) => id))
  const times = rows
    .flatMap(({ id, first_done }) => (first_done !== null && ours.has(id) ? [Date.parse(first_done)] : []))
    .sort((a, b) => a - b)
  const most = Math.max(
    0,
    ...times.map((time) => times.filter((at) => at <= time && at > time - 86_400_000).length),
  )
  return most > budget ? [`${most} accounts lost something within 24 hours, with a budget of ${budget}`] : []
}

async function wrongQueue({ worker, apiToken }: Whole, organization: string): Promise<string[]> {
  const { items } = await ask<{ items: unknown[] }>(worker, apiToken, `/api/orgs/${organization}/queue`)
  return items.length === 0 ? [] : [`the queue still has ${items.length} items: ${JSON.stringify(items[0])}`]
}

/** The chain is whole, and it and the register tell the same, both ways. */
async function wrongHistory(database: D1Database): Promise<string[]> {
  const ask = async (statements: readonly string[]) => {
    const answers = await database.batch<object>(statements.map((statement) => database.prepare(statement)))
    return answers.map(({ results }) => results)
  }
  const organization = await database.prepare('select id from organizations').first<{ id: number }>()
  // The cast: each question names the rows that it asks for.
  const verified = await verifyHistoryBy(ask as Ask, organization?.id ?? 0)
  return verified.ok ? [] : [...verified.sentences]
}
