/** What GitHub says when it fails. */

import type { GraphAnswer } from '../graphql/execute.ts'
import { type Answer, type Json, Refused } from '../rest/answers.ts'
import { refusal } from '../rest/router.ts'
import type { Fault } from './faults.ts'

/** The whole answer of a fault that needs no other; null where the request is answered first. */
export function faultAnswer(now: string, fault: Fault): Answer | null {
  const soon = String(Math.ceil(Date.parse(now) / 1000) + 60)
  switch (fault) {
    case '500':
      return { status: 500, body: { message: 'Server Error' } }
    case '502':
      return {
        status: 502,
        headers: { 'content-type': 'text/html' },
        body: '<html><head><title>502 Bad Gateway</title></head></html>',
      }
    case '401':
      return refusal(new Refused(401, 'Bad credentials'))
    // A policy of the enterprise, or a setting of the organisation.
    case '403':
      return refusal(new Refused(403, 'This is not allowed by a policy of the organization.'))
    case '404':
      return refusal(new Refused(404, 'Not Found'))
    case 'secondary':
      return refusal(
        new Refused(
          403,
          'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
          { 'retry-after': '1' },
        ),
      )
    case 'primary':
      return refusal(
        new Refused(403, 'API rate limit exceeded', {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': soon,
        }),
      )
    case 'RESOURCE_LIMITS_EXCEEDED':
      return {
        status: 200,
        body: { data: null, errors: [{ type: fault, message: 'Resource limits for this query exceeded.' }] },
      }
    default:
      return null
  }
}

/** The first field null, with an error that names it: what looks like an absence and is none. */
export function partial(result: GraphAnswer): GraphAnswer {
  if (result.data === null || typeof result.data !== 'object') return result
  const [first = 'data'] = Object.keys(result.data)
  const message = 'Something went wrong while executing your query.'
  return { data: { ...result.data, [first]: null }, errors: [{ message, path: [first] }] }
}

/** One row of a list null, which GitHub's schema allows, with an error that names it: a row that is there and not shown. */
export function withHole(result: GraphAnswer): GraphAnswer {
  if (result.data === null || result.data === undefined) return result
  // A copy through text, as it goes over the wire; an answer is JSON.
  const data = JSON.parse(JSON.stringify(result.data)) as Json
  const rows = rowsIn(data, [])
  const row = rows[Math.floor(rows.length / 2)]
  if (row === undefined) return result
  row.list[row.index] = null
  const error = { type: 'SERVICE_UNAVAILABLE', message: 'Loading a row timed out.', path: row.path }
  return { data, errors: [...(result.errors ?? []), error] }
}

type Row = { readonly list: unknown[]; readonly index: number; readonly path: readonly (string | number)[] }

/** Every row of every list of objects, the outer ones first. */
function rowsIn(value: unknown, path: readonly (string | number)[]): Row[] {
  if (value === null || typeof value !== 'object') return []
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([name, inner]) => rowsIn(inner, [...path, name]))
  const rows = value.flatMap((inner, index) =>
    inner !== null && typeof inner === 'object' ? [{ list: value, index, path: [...path, index] }] : [],
  )
  return [...rows, ...value.flatMap((inner, index) => rowsIn(inner, [...path, index]))]
}
