/** Types for credentials. */

import type { Id, Instant } from './access.ts'

/** The kinds that an audit reads. */
export const CREDENTIAL_KINDS = [
  'fine_grained_token',
  'token_request',
  'deploy_key',
  'app_installation',
] as const
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number]

/** Something that acts without its owner being asked. */
export interface Credential {
  readonly kind: CredentialKind
  /** GitHub's id (for a fine-grained token the `id` that revokes it, not `token_id`). */
  readonly id: string
  readonly name: string
  /** Null where GitHub names no owner. */
  readonly owner: Id | null
  /** Null where it belongs to no single repository. */
  readonly repository: Id | null
  /** In GitHub's words, e.g. `contents:write`, `repository numpy/numpy`, `read-only`. */
  readonly scopes: readonly string[]
  readonly createdAt: Instant | null
  /** `never`: known not to have been used. `unobservable`: GitHub does not show it. */
  readonly lastUsed: { readonly at: Instant } | 'never' | 'unobservable'
  readonly expiresAt: Instant | null
  /** GitHub's fields that are needed to restore it (a deploy key's public half, its read-only flag). */
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}
