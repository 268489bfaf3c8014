/** Where somebody sits who looks at a proposal: what they may be offered. It holds no right, only what was found out. */

/** What a proposal's card needs to know beside the proposal. */
export interface Viewer {
  /** The organisation's login. */
  readonly org: string
  /** The signed-in owner's id; null for the operator, who reads only. */
  readonly owner: number | null
  /** Whether the proposal is about them, their invitation or a credential of theirs. */
  readonly isOwnCase: boolean
  readonly token: string
  readonly running: boolean
  /** The earliest moment of carrying out; null where nothing is decided. */
  readonly notBefore: string | null
  readonly now: string
  readonly emeritus: boolean
}
