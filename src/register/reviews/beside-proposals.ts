/** Finds what stands beside proposals and is not frozen with them: what would stop, files that keep access, activity elsewhere. */

import type { WouldStop } from '../../policy/proposals/would-stop.ts'
import type { Id, Instant, KeptInFile, Subject } from '../../policy/words.ts'
import type { SisterActivity } from '../activity/sisters/sister-activity.ts'
import { findKeptInFiles } from '../audits/kept-in-files.ts'
import type { Register } from '../open.ts'
import { findWouldStop } from './what-stops.ts'

/** What stands beside one proposal; nothing where it is about an invitation or a credential. */
export interface BesideProposal {
  /** Null where it is no account. */
  readonly wouldStop: WouldStop | null
  readonly keptInFiles: readonly KeptInFile[]
  readonly activeElsewhere: readonly SisterActivity[]
}

/** Returns a lookup; three statements, however many proposals there are. */
export async function findBesideProposals(
  register: Register,
  orgId: Id,
  proposals: readonly { readonly subject: Subject }[],
  now: Instant,
): Promise<(proposal: { readonly subject: Subject }) => BesideProposal> {
  const accounts = proposals.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  const [{ stops, elsewhere }, kept] = await Promise.all([
    findWouldStop(register, orgId, accounts, now),
    findKeptInFiles(register, orgId, accounts),
  ])
  return ({ subject }) => {
    if (subject.kind !== 'account') return { wouldStop: null, keptInFiles: [], activeElsewhere: [] }
    return {
      wouldStop: stops.get(subject.id) ?? null,
      keptInFiles: kept.get(subject.id) ?? [],
      activeElsewhere: elsewhere.get(subject.id) ?? [],
    }
  }
}
