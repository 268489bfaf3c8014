/** What every request carries: the outside, and who calls. It never decides what they may do. */

import type { Context } from 'hono'
import type { Bindings, Platform } from '../../platform.ts'
import type { Actor, Id } from '../../policy/words.ts'

/** Who calls, and by what. A session can be told from a token: only the former signs forms. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'operator' }
  | {
      readonly kind: 'person'
      readonly id: Id
      readonly login: string
      readonly by:
        | { readonly kind: 'session'; readonly idHash: string }
        | { readonly kind: 'token'; readonly scope: 'read' | 'decide' }
    }

/** Hono's environment of this Worker. */
export interface Web {
  Bindings: Bindings
  Variables: { platform: Platform; caller: Caller; formToken: string }
}

export type Visit = Context<Web>

/** The caller as the history names them; null for nobody. */
export function actorOf(caller: Caller): Actor | null {
  switch (caller.kind) {
    case 'nobody':
      return null
    case 'operator':
      return { kind: 'operator' }
    case 'person':
      return { kind: 'person', id: caller.id, login: caller.login }
  }
}

/** Sessions, tokens and rights run on real time, whatever CLOCK says. */
export function realNow(): string {
  return new Date().toISOString()
}

/** The real moment so many minutes from now; negative: ago. */
export function realNowPlus(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString()
}
