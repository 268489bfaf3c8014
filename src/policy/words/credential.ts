/** What acts without its owner being asked, as types. Nothing here decides or computes. */

import type { Id, Instant } from './access.ts'

export const CREDENTIAL_KINDS = [
  'fine_grained_token',
  'token_request',
  'deploy_key',
  'app_installation',
  'secret',
  'webhook',
  'sso_authorization',
  'runner',
] as const
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number]

/** Something that acts without its owner being asked. */
export interface Credential {
  readonly kind: CredentialKind
  /** GitHub's id of it (for a fine-grained token the `id` that revokes it, not `token_id`). */
  readonly id: string
  readonly name: string
  readonly owner: Id | null
  readonly repository: Id | null
  /** In GitHub's words, e.g. `contents:write`, `repository numpy/numpy`, `read-only`. */
  readonly scopes: readonly string[]
  readonly createdAt: Instant | null
  /** `never` is known not to have been used; `unobservable`: GitHub does not tell. */
  readonly lastUsed: { readonly at: Instant } | 'never' | 'unobservable'
  readonly expiresAt: Instant | null
  /** What is needed to give it back (a deploy key's public half, read-only flag), as GitHub's fields. */
  readonly details: Readonly<Record<string, string | number | boolean | null>>
}
