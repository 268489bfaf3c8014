/** Names what is asked about, the same in every review of an organisation. It never tells whether it is still there. */

import type { CredentialKind, Id } from '../words.ts'

/** As much of a Subject as tells it from all others of its organisation. */
export type Keyed =
  | { readonly kind: 'account' | 'invitation'; readonly id: Id }
  | { readonly kind: 'credential'; readonly credentialKind: CredentialKind; readonly id: string }

/** `account:123`, `invitation:5`, `credential:deploy_key:700001`. */
export function subjectKeyOf(subject: Keyed): string {
  switch (subject.kind) {
    case 'account':
    case 'invitation':
      return `${subject.kind}:${subject.id}`
    case 'credential':
      return `credential:${subject.credentialKind}:${subject.id}`
  }
}
