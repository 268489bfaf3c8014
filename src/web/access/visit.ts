/** What every request carries: the platform, the caller and the form token. */

import type { Context } from 'hono'
import type { Bindings, Platform } from '../../platform.ts'
import { instant } from '../../policy/calendar.ts'
import type { Actor, Id, Instant } from '../../policy/words.ts'

/** Who sends the request, and by what. Only a session can send forms, make tokens and end them. */
export type Caller =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'operator' }
  | {
      readonly kind: 'person'
      readonly id: Id
      readonly login: string
      readonly by:
        | { readonly kind: 'session'; readonly idHash: string; readonly signedInAt: Instant }
        | { readonly kind: 'token'; readonly id: string; readonly scope: 'read' | 'decide' }
    }

/** Hono's environment of this Worker. */
export interface Web {
  Bindings: Bindings
  Variables: {
    platform: Platform
    caller: Caller
    formToken: string
    /** Whether the settings allow the site to be opened to this visitor; where not, `/setup` is the only page. */
    isOpen: boolean
  }
}

/** A request and its response, as Hono's handlers get them. */
export type Visit = Context<Web>

/** The caller as the history records them. */
export function actorOf(caller: Exclude<Caller, { kind: 'nobody' }>): Actor {
  switch (caller.kind) {
    case 'operator':
      return { kind: 'operator' }
    case 'person':
      return {
        kind: 'person',
        id: caller.id,
        login: caller.login,
        ...(caller.by.kind === 'token' && { token: caller.by.id }),
      }
  }
}

export function onlyReads(c: Visit): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD'
}

/** The real time: sessions, tokens and cached roles ignore the setting CLOCK. */
export function realNow(): Instant {
  return instant(Date.now())
}

/** The real time this many minutes from now; a negative number is in the past. */
export function realNowPlus(minutes: number): Instant {
  return instant(Date.now() + minutes * 60_000)
}
