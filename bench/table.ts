/** Prints measured audits as one table, and which of the project's targets hold. */
import type { Measured } from './measured-audit.ts'

export interface Run {
  readonly world: string
  readonly members: number
  readonly repositories: number
  readonly latencyMs: number
  readonly perInstance: number
  readonly perStep: number
  readonly profiled: boolean
  readonly audits: readonly Measured[]
}

/** Requests for people, grants and activity together, by world and audit. */
const MOST_REQUESTS: Readonly<Record<string, Partial<Record<Measured['audit'], number>>>> = {
  '1200x90': { first: 300, unchanged: 40 },
  '10000x5000': { first: 12_000, unchanged: 700 },
}
/** Most rows read on an unchanged day; the Free plan allows 5,000,000 for all organisations together. */
const MOST_ROWS_READ: Readonly<Record<string, number>> = { '1200x90': 700_000 }
/** Of the 50 requests out of the house that the Free plan allows an instance, five are left for surprises. */
const MOST_EXTERNAL = 45
/** Milliseconds of a step, in 95 of a hundred, by world: https://developers.cloudflare.com/workers/platform/limits/#cpu-time */
const MOST_CPU: Readonly<Record<string, number>> = { '200x100': 10 }
/** The memory of an isolate on Cloudflare. */
const MOST_HEAP = 128 * 1024 * 1024

const HEAD = [
  'world',
  'audit',
  'latency',
  'status',
  'REST',
  'GraphQL',
  'points',
  'main',
  'beside',
  'uncommon',
  'D1 stmts',
  'read',
  'written',
  'inst.',
  'ext/inst.',
  'steps',
  'CPU ms',
  '95 %',
  'most',
  'wall s',
  'heap MB',
  'kept',
  'db MB',
  'flagged',
  'unknown',
]

/** The table, a line for each audit. */
export function printedTable(runs: readonly Run[]): string {
  const rows = runs.flatMap((run) => run.audits.map((audit) => cells(run, audit)))
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i < 4 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')
  return [line(HEAD), ...rows.map(line)].join('\n')
}

function cells({ world, latencyMs }: Run, measured: Measured): string[] {
  const { requests, database, fairness } = measured
  return [
    world,
    measured.audit,
    `${latencyMs} ms`,
    measured.status,
    String(requests.rest),
    String(requests.graphql),
    String(requests.graphqlPoints),
    String(requests.main),
    String(requests.beside),
    String(requests.uncommon),
    String(database.statements),
    String(database.rowsRead),
    String(database.rowsWritten),
    String(measured.instances),
    String(mostExternal(measured)),
    String(measured.steps),
    ...[measured.cpu?.mean, measured.cpu?.p95, measured.cpu?.most].map((ms) => ms?.toFixed(1) ?? '–'),
    (measured.wallMs / 1000).toFixed(1),
    megabytes(measured.heapPeak),
    megabytes(measured.heapKept),
    megabytes(database.size),
    String(fairness.verdicts.inactive ?? 0),
    String(fairness.verdicts.unknown ?? 0),
  ]
}

/** What each column means and how it was measured. */
export const LEGEND = `main: requests for people, grants, activity and the App's own sign-in; beside: credentials and repository invitations;
uncommon: workflow runs, deployments, tags and advisories. Retries count.
D1: summed from the \`meta\` of every answer to Workflows and cron, by a meter between Worker and database; rows as D1 bills them, indexes included.
ext/inst.: the most requests out of the house (GitHub, tokens, letters, retries) of any one Workflow instance, counted where the Worker makes them.
steps: those that Miniflare's Workflow engine kept. wall: from the cron to the end of the last instance.
CPU ms: of a step, its mean, what 95 of a hundred keep to, and the dearest: samples of V8's profiler in the isolate of the bundle that is deployed,
each standing for the time between two; at 200x100 each step at its quickest of five runs. D1, the Workflow engine and the network run outside it, here as at Cloudflare, and are not counted. Another processor takes another time.
heap: highest of V8's used heap and buffers in the Worker's isolate, looked at every 100 ms, garbage included\n(no limit is enforced here, so V8 collects late); kept: what is left after a collection at the end.`

export interface Target {
  readonly target: string
  readonly holds: boolean
  readonly measured: string
}

/** Each target against what was measured. */
export function targetsOf(runs: readonly Run[]): Target[] {
  return runs.flatMap(({ world, latencyMs, repositories, perInstance, audits }) => {
    const name = `${world} at ${latencyMs} ms`
    const heap = Math.max(...audits.map(({ heapPeak }) => heapPeak))
    const wrong = (pick: (audit: Measured) => readonly string[]) => audits.flatMap(pick)
    const flagged = wrong(({ fairness }) => fairness.wronglyFlagged)
    const cleared = wrong(({ fairness }) => fairness.wronglyCleared)
    const strangers = wrong(({ fairness }) => fairness.strangers)
    const limits = audits.flatMap(({ audit, requests }) => {
      const most = MOST_REQUESTS[world]?.[audit]
      return most === undefined
        ? []
        : [
            target(
              `${name}, ${audit}: at most ${most} requests`,
              requests.main <= most,
              String(requests.main),
            ),
          ]
    })
    const mostRead = MOST_ROWS_READ[world]
    const read = audits.find(({ audit }) => audit === 'unchanged')?.database.rowsRead ?? 0
    const beside = Math.max(...audits.map(({ requests }) => requests.beside))
    const uncommon = Math.max(...audits.map(({ requests }) => requests.uncommon))
    const external = Math.max(...audits.map(mostExternal))
    const mostCpu = MOST_CPU[world]
    const p95 = Math.max(...audits.map(({ cpu }) => cpu?.p95 ?? 0))
    return [
      ...limits,
      ...(mostRead === undefined
        ? []
        : [target(`${name}, unchanged: at most ${mostRead} rows read`, read <= mostRead, String(read))]),
      // Of a paid plan's instance it is 10,000 and more.
      ...(perInstance > MOST_EXTERNAL
        ? []
        : [
            target(
              `${name}: at most ${MOST_EXTERNAL} requests out of the house in any instance`,
              external <= MOST_EXTERNAL,
              String(external),
            ),
          ]),
      ...(mostCpu === undefined
        ? []
        : [
            target(
              `${name}: 95 of a hundred steps within ${mostCpu} ms of processor time`,
              p95 <= mostCpu,
              `${p95.toFixed(1)} ms`,
            ),
          ]),
      target(
        `${name}: beside that at most 6 requests a repository`,
        beside <= 6 * repositories,
        String(beside),
      ),
      target(
        `${name}: uncommon activity takes at most 3 requests a repository`,
        uncommon <= 3 * repositories,
        String(uncommon),
      ),
      target(`${name}: heap below 128 MB`, heap < MOST_HEAP, `${megabytes(heap)} MB`),
      target(`${name}: no active person is called inactive`, flagged.length === 0, people(flagged)),
      target(`${name}: nobody is called active without an act`, cleared.length === 0, people(cleared)),
      target(
        `${name}: the register has those who hold something, no others`,
        strangers.length === 0,
        people(strangers),
      ),
    ]
  })
}

/** The same measure from size to size, per account and per repository, of the first audit. */
export function printedGrowth(runs: readonly Run[]): string {
  return runs
    .flatMap(({ world, latencyMs, members, repositories, audits }) =>
      audits.map(({ audit, requests, database }) => {
        const per = (count: number, of: number) => (count / of).toFixed(2)
        return `${world} ${audit} at ${latencyMs} ms: requests ${per(requests.main, members)} a member, ${per(requests.main, repositories)} a repository; rows written ${per(database.rowsWritten, members)} a member`
      }),
    )
    .join('\n')
}

function target(name: string, holds: boolean, measured: string): Target {
  return { target: name, holds, measured }
}

function mostExternal({ perInstance }: Measured): number {
  return Math.max(...perInstance.map(({ external }) => external))
}

function people(logins: readonly string[]): string {
  return logins.length === 0 ? 'none' : `${logins.length}: ${logins.slice(0, 5).join(', ')}`
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
