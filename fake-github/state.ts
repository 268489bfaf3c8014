/** What one running fake GitHub remembers besides its world. */
import type { Faults } from './http/faults.ts'
import type { Limits } from './http/limits.ts'
import type { Act } from './world/act.ts'
import type { Account, App, Installation, Organization } from './world/format.ts'
import type { World } from './world/world.ts'

/** Who calls, as the `Authorization` header tells. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'app'; readonly app: App }
  | {
      readonly kind: 'installation'
      readonly app: App
      readonly organization: Organization
      readonly installation: Installation
      readonly permissions: Readonly<Record<string, string>>
    }
  | {
      readonly kind: 'user'
      readonly account: Account
      /** Scopes of a classic or OAuth token; null for tokens that carry the person's whole rights. */
      readonly scopes: readonly string[] | null
      /** The App through which the person signed in. */
      readonly app: App | null
    }

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

/** Who did it: a person by login, or an App. */
export type Sender = string | App

/** One delivery; `status` is null while it is on the way, 0 where nobody answered, `lost` where it was never sent. */
export type Delivery = {
  readonly id: string
  readonly event: string
  readonly body: string
  readonly app: App
  status: number | 'lost' | null
}

export type Webhooks = {
  /** Every delivery so far, the lost ones too. */
  readonly sent: readonly Delivery[]
  /** The next deliveries never leave, as in an outage. */
  lose(count: number): void
  /** The same delivery with its old id, as an owner's "Redeliver" sends it. */
  redeliver(delivery: Delivery): Promise<void>
  /** Tell of an act. */
  act(act: Act): void
  /** Tell of whatever access the deed changed. */
  around<Result>(sender: Sender, deed: () => Result): Result
  /** Waits until all that is on the way has been answered. */
  arrived(): Promise<void>
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
