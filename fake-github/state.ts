/** What one running demo GitHub remembers besides its world; never touched by two servers. */
import type { Faults } from './http/faults.ts'
import type { Limits } from './http/limits.ts'
import type { Webhooks } from './webhooks/webhooks.ts'
import type { App, Installation, Organization } from './world/format.ts'
import type { World } from './world/world.ts'

/** A token that the demo gave out. `expiresAt` is real time in milliseconds. */
type IssuedToken =
  | {
      readonly kind: 'installation'
      readonly app: App
      readonly organization: Organization
      readonly installation: Installation
      readonly permissions: Readonly<Record<string, string>>
      readonly expiresAt: number
    }
  | {
      readonly kind: 'user'
      readonly accountId: number
      readonly scopes: readonly string[]
      readonly app: App | null
      readonly expiresAt: number
    }

/** One sign-in under way: the code has been handed to the browser and not yet been exchanged. */
type PendingCode = {
  readonly accountId: number
  readonly clientId: string
  readonly redirectUri: string
  readonly challenge: string | null
  readonly expiresAt: number
}

type LoggedRequest = {
  readonly method: string
  readonly path: string
  readonly status: number
  /** By the demo's clock. */
  readonly at: string
  /** The GraphQL operation's name, where there is one. */
  readonly operation: string | null
  /** GraphQL points; 0 for REST. */
  readonly points: number
}

export type RequestLog = {
  rest: number
  graphql: number
  graphqlPoints: number
  readonly log: LoggedRequest[]
}

export type GitHubState = {
  readonly world: World
  /** The demo's time, UTC ISO-8601 to the second. */
  readonly clock: () => string
  readonly tokens: Map<string, IssuedToken>
  readonly codes: Map<string, PendingCode>
  readonly requests: RequestLog
  readonly faults: Faults
  readonly limits: Limits
  readonly webhooks: Webhooks
  /** The server's own address, without a path. */
  origin: string
}
