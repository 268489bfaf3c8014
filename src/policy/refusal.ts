/** The error for a request that cannot be granted, with a sentence for whoever asked. Our own faults are other errors. */

/** Why a request is refused; `web` maps each code to an HTTP status. */
export type RefusalCode =
  | 'invalid'
  | 'not_signed_in'
  /** A sign-in of the last minutes is needed. */
  | 'sign_in_again'
  | 'not_signed'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'not_before'
  | 'too_large'
  | 'too_many'
  | 'unavailable'
  | 'not_set_up'

/** Thrown where a request cannot be granted. The sentence is shown unchanged, so it holds no secret and no stack. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly sentence: string
  /** Details for API clients, e.g. `{notBefore}` or `{complaints}`. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: RefusalCode, sentence: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(sentence)
    this.name = 'Refusal'
    this.code = code
    this.sentence = sentence
    this.facts = facts
  }
}

/**
 * The refusal of a method that an address does not take. `allow` goes into the header of that name, where it lists more methods
 * than the sentence.
 */
export function refusalOfMethod(method: string, takes: readonly string[], allow = takes): Refusal {
  const sentence = `This address takes ${takes.join(', ')}, not ${method}. Nothing was changed.`
  return new Refusal('method_not_allowed', sentence, { allow })
}

/** A refusal as a value: what a function of `policy` returns where it does not throw. */
export interface Refused {
  readonly kind: 'refused'
  readonly refusal: Refusal
}

/** The refusal as a value. */
export function refused(
  code: RefusalCode,
  sentence: string,
  facts: Readonly<Record<string, unknown>> = {},
): Refused {
  return { kind: 'refused', refusal: new Refusal(code, sentence, facts) }
}
