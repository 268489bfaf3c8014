/** What GitHub says when it fails; never says it by itself: serve.ts asks. */
import type { Fault } from './faults.ts'
import type { GraphAnswer } from './graphql/execute.ts'
import { type Answer, Refused } from './rest/answers.ts'
import { refusal } from './rest/router.ts'

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
