/** Asks the Worker's own API for an audit and its accounts; it never reads the database. */
import type { Instant, Source } from '../src/policy/words.ts'
import type { RunningWorker } from './worker.ts'

export interface AuditView {
  readonly id: string
  readonly asOf: Instant
  readonly status: 'queued' | 'running' | 'complete' | 'partial' | 'failed'
  readonly progress: { readonly done: number; readonly total: number; readonly step: string }
  readonly coverage: readonly {
    readonly source: Source
    readonly complete: boolean
    readonly reason?: string
    readonly unread: readonly { readonly where: string; readonly reason: string }[]
  }[]
  readonly requests: { readonly rest: number; readonly graphql: number; readonly graphqlPoints: number }
  readonly failure?: string | null
}

export interface AccountRow {
  readonly id: number
  readonly login: string
  readonly role: string | null
  readonly verdict: string
  readonly reason: string
  readonly lastActivity: {
    readonly at: string
    readonly kind: string
    readonly repository: string | null
    readonly precision: 'exact' | 'at_least'
  } | null
}

export interface CredentialRow {
  readonly kind: string
  readonly name: string
  readonly owner: string | null
  readonly repository: string | null
  readonly scopes: readonly string[]
  readonly lastUsedAt: string | null
  readonly use: 'used' | 'never' | 'unobservable'
  readonly verdict: string
  readonly findings: readonly { readonly code: string }[]
}

/** A request with the operator's token. A refusal is thrown as the sentence that the Worker gave. */
export async function ask<T>(
  worker: RunningWorker,
  token: string,
  path: string,
  init?: RequestInit,
): Promise<T> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await worker.fetch(path, { ...init, headers: { ...headers, ...init?.headers } })
  const text = await answer.text()
  if (!answer.ok)
    throw new Error(sentenceOf(text) ?? `${path} answered ${answer.status}: ${text.slice(0, 200)}`)
  return JSON.parse(text) as T // the shape is design's contract, held by the API's own schema
}

/** Every item of a list, page after page. */
export async function askAll<T>(worker: RunningWorker, token: string, path: string): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  do {
    const page: { items: T[]; nextCursor: string | null } = await ask(
      worker,
      token,
      `${path}?limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    )
    items.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return items
}

/** The `detail` of a problem document. */
function sentenceOf(text: string): string | null {
  if (!text.startsWith('{')) return null
  const problem: { detail?: unknown } = JSON.parse(text)
  return typeof problem.detail === 'string' ? problem.detail : null
}

/** What an audit did not read in full, without the kinds of credential that no audit reads. */
export function unreadIn({ coverage }: AuditView): AuditView['coverage'] {
  return coverage.filter(
    ({ complete, reason }) => !complete && reason?.endsWith('not read by this version') !== true,
  )
}
