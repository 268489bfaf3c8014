/** What one organisation's register holds on the signed-in person, said to them. */

import type { Platform } from '../../../platform.ts'
import { reasonToYou } from '../../../policy/people/verdict-to-you.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { repositoriesNamed } from '../../../policy/verdict/verdict-in-words.ts'
import type { Instant } from '../../../policy/words.ts'
import { type Dossier, findDossier } from '../../../register/access/dossier.ts'
import { findRepositoryNames } from '../../../register/access/names.ts'
import type { Organization } from '../../../register/organizations.ts'
import { findOwnCredentials, findVerdictOf, type OwnCredential } from '../../../register/people/held.ts'
import type { ProposalView } from '../../../register/reviews/proposal-list.ts'
import type { Person } from '../../../register/sign-in/sessions.ts'

/**
 * `unreadable`: the organisation's rules cannot be read; the sentence says so. `by_link`: it was not asked for, and a link on
 * the page asks for it.
 */
export type HeldByMe =
  | { readonly kind: 'shown'; readonly dossier: Dossier; readonly credentials: readonly OwnCredential[] }
  | { readonly kind: 'unreadable'; readonly sentence: string }
  | { readonly kind: 'by_link' }

/** What the organisation's register holds on the person, and their credentials there. */
export async function heldByMe(
  { register }: Pick<Platform, 'register'>,
  org: Organization,
  { me, proposals }: { readonly me: Person; readonly proposals: readonly ProposalView[] },
  now: Instant,
): Promise<HeldByMe> {
  try {
    const [dossier, credentials] = await Promise.all([
      findDossier(register, org, { id: me.id }, now, { proposals }),
      findOwnCredentials(register, org.id, me.id),
    ])
    if (dossier.role === 'none')
      return {
        kind: 'shown',
        dossier: { ...dossier, reason: 'You hold nothing here any more.' },
        credentials,
      }
    if (dossier.role === 'invited') {
      const reason = `You are invited to ${org.login} and have not accepted yet.`
      return { kind: 'shown', dossier: { ...dossier, reason }, credentials }
    }
    const verdict = await findVerdictOf(register, org.id, me.id)
    const named = verdict === null ? [] : repositoriesNamed(verdict)
    const names = await findRepositoryNames(register, org.id, named)
    const reason = reasonToYou(verdict, org.login, (id) => (id === null ? null : (names.get(id) ?? null)))
    const explanation = dossier.explanation.map((line) =>
      line.part === 'verdict' ? { ...line, text: `${dossier.verdict}: ${reason}` } : line,
    )
    return { kind: 'shown', dossier: { ...dossier, reason, explanation }, credentials }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'unreadable', sentence: error.sentence }
    throw error
  }
}
