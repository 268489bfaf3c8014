/** Says what a channel's answer means, when a message that it did not take is tried again, and when it is given up. */

/** How one try ended; `sentence` is for people and contains no address. */
export type DeliveryResult =
  | { readonly ok: true }
  /** Worth another try, after `retryAfterSeconds` where the channel named a time. */
  | {
      readonly ok: false
      readonly retry: 'later'
      readonly retryAfterSeconds: number | null
      readonly sentence: string
    }
  /** No answer came, so the message may have arrived. Worth another try, but not at once. */
  | {
      readonly ok: false
      readonly retry: 'no_answer'
      readonly retryAfterSeconds: null
      readonly sentence: string
    }
  /** A person has to repair something first. */
  | {
      readonly ok: false
      readonly retry: 'never'
      readonly retryAfterSeconds: null
      readonly sentence: string
    }

/** Seconds to wait after the first, second … failed try, where the channel names no time; then the message is given up. */
const BACK_OFF_SECONDS = [2, 60, 600, 3600, 3 * 3600, 12 * 3600, 24 * 3600] as const

/** After a failed try the channel's other messages wait too, for at most this long. */
export const PAUSE_AFTER_FAILURE_SECONDS = 60

/** The longest wait before the next try, whatever a header says. */
const LONGEST_WAIT_SECONDS = 24 * 60 * 60

/** Seconds until the next try, where `attempt` (from 1) failed; null where no try will follow. */
export function secondsUntilRetry(
  delivery: DeliveryResult & { readonly ok: false },
  attempt: number,
): number | null {
  const backOff = BACK_OFF_SECONDS[attempt - 1]
  if (backOff === undefined) return null
  switch (delivery.retry) {
    case 'later':
      return delivery.retryAfterSeconds ?? backOff
    case 'no_answer':
      // It may have arrived, so the second try must not follow at once.
      return Math.max(backOff, PAUSE_AFTER_FAILURE_SECONDS)
    case 'never':
      return null
  }
}

/** What the answer of the channel called `name` means. */
export async function deliveryAfter(name: string, response: Response): Promise<DeliveryResult> {
  const { status } = response
  if (response.ok) {
    await response.body?.cancel()
    return { ok: true }
  }
  const body = await response.text()
  const answer = `${name} answered ${status}${codeIn(body)}`
  if (status === 429 || status === 408 || status >= 500) {
    return later(`${answer}.`, retryAfter(response.headers, body))
  }
  if (status < 400) {
    return failedForGood(
      `${answer}, a redirect, which is not followed. Put the webhook's own address in the settings.`,
    )
  }
  if (status === 400 || status === 413) {
    return failedForGood(
      `${answer}: it did not accept the message's form. Please report this with the message's kind.`,
    )
  }
  return failedForGood(
    `${answer}: the webhook does not exist any more or does not let us write. Make a new incoming webhook in ${name} and put its address in the settings.`,
  )
}

/** The channel's own error code, one word or number; the rest of the body is not repeated, anybody may have written it. */
function codeIn(body: string): string {
  const word = /^[a-z_]{1,40}$/.exec(body.trim())?.[0] ?? /"code":\s*(\d{1,6})\b/.exec(body)?.[1]
  return word === undefined ? '' : ` ${word}`
}

/**
 * Seconds to wait: the `Retry-After` header (seconds, or a date, compared with the answer's own `Date`) or Discord's
 * `retry_after` in the body (seconds, with fractions), whichever is longer; null where neither is given.
 */
function retryAfter(headers: Headers, body: string): number | null {
  const header = headers.get('retry-after')
  const seconds = [
    /^[\d.]+$/.test(header ?? '')
      ? Number(header)
      : (Date.parse(header ?? '') - Date.parse(headers.get('date') ?? '')) / 1000,
    Number(/"retry_after":\s*(\d+(?:\.\d+)?)/.exec(body)?.[1] ?? Number.NaN),
  ].filter((value) => Number.isFinite(value) && value >= 0)
  return seconds.length === 0 ? null : Math.min(Math.ceil(Math.max(...seconds)), LONGEST_WAIT_SECONDS)
}

function later(sentence: string, retryAfterSeconds: number | null): DeliveryResult {
  return { ok: false, retry: 'later', retryAfterSeconds, sentence }
}

/** A failure that no further try can mend: a person has to repair something first. */
export function failedForGood(sentence: string): DeliveryResult {
  return { ok: false, retry: 'never', retryAfterSeconds: null, sentence }
}
