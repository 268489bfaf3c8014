/** The visitor's mistakes as one error with a sentence for them. It never speaks of our own faults. */

/** Why somebody is turned away; `web` maps each to a status. */
export type RefusalCode =
  | 'invalid'
  | 'not_signed_in'
  | 'not_signed'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'not_before'
  | 'too_large'
  | 'too_many'
  | 'unavailable'
  | 'not_set_up'

/** Thrown where a request cannot be granted. The sentence is shown as it is: no secret, no stack. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly sentence: string
  /** What a program may want to know, e.g. `{notBefore}` or `{complaints}`. */
  readonly facts: Readonly<Record<string, unknown>>

  constructor(code: RefusalCode, sentence: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(sentence)
    this.name = 'Refusal'
    this.code = code
    this.sentence = sentence
    this.facts = facts
  }
}
