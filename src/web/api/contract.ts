/** What the API's routes share: parameters, pages of lists and problems. */

import { OpenAPIHono, z } from '@hono/zod-openapi'
import { Refusal, type RefusalFacts } from '../../policy/refusal.ts'
import { cursorFor, readCursor, writeCursor } from '../../register/cursor.ts'
import { onlyReads, type Web } from '../access/visit.ts'
import { saidOfRequest } from '../parts/complaints.ts'

/** The product's version, as in package.json. */
export const VERSION = '0.1.0'

/** A router that refuses a malformed request with all its errors at once. */
export function router(): OpenAPIHono<Web> {
  return new OpenAPIHono<Web>({
    // The library hands over what was sent as well, though its type does not say so.
    defaultHook: (result: { success: boolean; error?: z.ZodError; data?: unknown }, c) => {
      if (result.error === undefined) return
      const complaints = saidOfRequest(result.error, result.data)
      const unchanged = onlyReads(c) ? '' : 'Nothing was changed. '
      throw new Refusal('invalid', unchanged + complaints.join(' '), { complaints })
    },
  })
}

export const OrgParameter = z.object({
  org: z.string().openapi({ param: { name: 'org', in: 'path' }, example: 'numpy' }),
})
export const ProposalParameter = z.object({ id: z.string().openapi({ param: { name: 'id', in: 'path' } }) })

const LIMIT = 'must be a whole number from 1 to 500'

/** `limit` (at most 500) and the `cursor` that the page before returned; a name that is misspelt is refused, not ignored. */
export const ListQuery = z.strictObject({
  limit: z.coerce
    .number(LIMIT)
    .int(LIMIT)
    .min(1, LIMIT)
    .max(500, LIMIT)
    .default(100)
    .openapi({ param: { name: 'limit', in: 'query' } }),
  cursor: z
    .string()
    .optional()
    .openapi({ param: { name: 'cursor', in: 'query' } }),
})

export const Instant = z
  .string()
  .openapi({ example: '2026-11-22T06:00:00.000Z', description: 'UTC, ISO-8601, with milliseconds' })

/** The sort keys in a cursor; null for the first page. A made-up cursor is refused. */
export function keysIn(cursor: string | undefined, keys: number): (string | number)[] | null {
  if (cursor === undefined) return null
  return readCursor(cursor, keys) ?? refuseCursor()
}

/** The same for a list with orders and filters: the cursor is refused where others are asked for now (`askedFor`). */
export function keysAsked(
  cursor: string | undefined,
  keys: number,
  asked: object,
): (string | number)[] | null {
  if (cursor === undefined) return null
  if (!cursor.includes('.')) refuseCursor()
  const own = cursorFor(cursor, asked)
  if (own === null)
    throw new Refusal(
      'invalid',
      'This cursor is of another order or another filter, so it cannot go on here. Begin again without a cursor.',
    )
  return keysIn(own, keys)
}

function refuseCursor(): never {
  throw new Refusal(
    'invalid',
    'This cursor is not one of ours. Use the nextCursor of the page before, unchanged, or begin again without a cursor.',
  )
}

/** One page of a list that is short enough to be read whole each time: its cursor counts what stands before. */
export function pageOfWhole<Item>(
  whole: readonly Item[],
  { limit, cursor }: z.infer<typeof ListQuery>,
): { items: Item[]; nextCursor: string | null } {
  const [before = 0] = keysIn(cursor, 1) ?? []
  if (typeof before !== 'number' || !Number.isSafeInteger(before) || before < 0) refuseCursor()
  const end = before + limit
  return { items: whole.slice(before, end), nextCursor: end < whole.length ? writeCursor([end]) : null }
}

/** A page of a list; `nextCursor` is null on the last one. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** A JSON response of a route. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { 'application/json': { schema } } }
}

/** A JSON body whose optional names narrow what is done: a misspelt one is refused, or more would be done than was meant. */
export function body<Shape extends z.ZodRawShape>(shape: Shape) {
  return jsonBody(z.strictObject(shape))
}

/** A JSON body of what somebody says about one thing: names that are not known are ignored, as later versions may send more. */
export function openBody<Shape extends z.ZodRawShape>(shape: Shape) {
  return jsonBody(z.object(shape))
}

function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { body: { required: true, content: { 'application/json': { schema } } } }
}

/** Each fact of a refusal that programs get: the compiler misses one that is not described. */
const FACTS = {
  complaints: z.array(z.string()).optional().openapi({ description: 'Everything that is wrong, at once' }),
  notBefore: Instant.optional().openapi({ description: 'The earliest moment at which it can be done' }),
  why: z.string().optional().openapi({ description: 'What it waits for, one word' }),
  retryAfter: z.number().optional().openapi({ description: 'Seconds after which it may be tried again' }),
  allow: z.array(z.string()).optional().openapi({ description: 'The methods that the address takes' }),
  id: z.string().optional().openapi({ description: 'The audit that is running already' }),
  review: z.string().optional().openapi({ description: 'The review that is open already' }),
  settings: z.array(z.string()).optional().openapi({ description: 'Which may not be changed so' }),
} satisfies Readonly<Record<keyof Omit<RefusalFacts, 'without'>, z.ZodType>>

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().optional().openapi({ description: 'What kind of refusal it is, one word' }),
    ...FACTS,
    reference: z.string().optional().openapi({ description: 'Under it the log holds what broke' }),
  })
  .openapi('Problem')

/** The problems that every route behind the sign-in can return. */
export const problems = {
  401: problem('Nobody is signed in, or the token is not known'),
  403: problem('Not allowed'),
  404: problem('Not found, or no right to see it'),
  409: problem('Not now'),
  413: problem('Larger than 1 MiB'),
  422: problem('Malformed; every complaint at once'),
  424: problem('The site is not set up correctly: GitHub refuses its credentials'),
  429: problem('Too many'),
  500: problem('Something broke here; whoever runs the site finds the reference in the log'),
  503: problem('Not available at the moment'),
}

/** How a caller signs in: by bearer token or session cookie. */
export const security = [{ bearer: [] }, { session: [] }]

function problem(description: string) {
  return { description, content: { 'application/problem+json': { schema: Problem } } }
}
