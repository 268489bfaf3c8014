/** The error for a request that cannot be granted, with a sentence for whoever asked. Our own faults are other errors. */

import type { Instant } from './words.ts'

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

/** What a refusal says to programs beside its sentence; the API's description has each (`Problem`). */
export interface RefusalFacts {
  /** Everything that is wrong, at once. */
  readonly complaints?: readonly string[]
  /** The earliest moment at which it can be done. */
  readonly notBefore?: Instant
  /** What it waits for, one word. */
  readonly why?: string
  /** Seconds after which it may be tried again. */
  readonly retryAfter?: number
  /** The methods that the address takes. */
  readonly allow?: readonly string[]
  /** The audit that is running already. */
  readonly id?: string
  /** The review that is open already. */
  readonly review?: string
  /** The settings that may not be changed so. */
  readonly settings?: readonly string[]
  /** For pages alone: the address of the same list without what is refused. */
  readonly without?: string
}

/** Thrown where a request cannot be granted. The sentence is shown unchanged, so it holds no secret and no stack. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly sentence: string
  /** Details for API clients, e.g. `{notBefore}` or `{complaints}`. */
  readonly facts: RefusalFacts

  constructor(code: RefusalCode, sentence: string, facts: RefusalFacts = {}) {
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
export function refused(code: RefusalCode, sentence: string, facts: RefusalFacts = {}): Refused {
  return { kind: 'refused', refusal: new Refusal(code, sentence, facts) }
}
