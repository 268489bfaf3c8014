/** Prints measured audits as one table, and which of the project's targets hold. It computes no measure. */
import type { Measured } from './three-audits.ts'

export interface Run {
  readonly world: string
  readonly members: number
  readonly repositories: number
  readonly latencyMs: number
  readonly perInstance: number
  readonly perStep: number
  readonly audits: readonly Measured[]
}

/** Requests for people, grants and activity together, by world and audit. */
const MOST_REQUESTS: Readonly<Record<string, Partial<Record<Measured['audit'], number>>>> = {
  '1200x90': { first: 250, unchanged: 30 },
  '10000x5000': { first: 8000, unchanged: 600 },
}
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
  'D1 stmts',
  'read',
  'written',
  'inst.',
  'steps',
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
    String(database.statements),
    String(database.rowsRead),
    String(database.rowsWritten),
    String(measured.instances),
    String(measured.steps),
    (measured.wallMs / 1000).toFixed(1),
    megabytes(measured.heapPeak),
    megabytes(measured.heapKept),
    megabytes(database.size),
    String(fairness.verdicts.inactive ?? 0),
    String(fairness.verdicts.unknown ?? 0),
  ]
}

/** What each column means and how it was measured. */
export const LEGEND = `main: requests for people, grants, activity and the App's own sign-in; beside: credentials and repository invitations. Retries count.
D1: summed from the \`meta\` of every answer to Workflows and cron, by a meter between Worker and database; rows as D1 bills them, indexes included.
steps: those that Miniflare's Workflow engine kept. wall: from the cron to the end of the last instance.
heap: highest of V8's used heap and buffers in the Worker's isolate, looked at every 100 ms, garbage included\n(no limit is enforced here, so V8 collects late); kept: what is left after a collection at the end.`

export interface Target {
  readonly target: string
  readonly holds: boolean
  readonly measured: string
}

/** Each target against what was measured. */
export function targetsOf(runs: readonly Run[]): Target[] {
  return runs.flatMap(({ world, latencyMs, repositories, audits }) => {
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
    const beside = Math.max(...audits.map(({ requests }) => requests.beside))
    return [
      ...limits,
      target(
        `${name}: beside that at most 6 requests a repository`,
        beside <= 6 * repositories,
        String(beside),
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

function people(logins: readonly string[]): string {
  return logins.length === 0 ? 'none' : `${logins.length}: ${logins.slice(0, 5).join(', ')}`
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1)
}
