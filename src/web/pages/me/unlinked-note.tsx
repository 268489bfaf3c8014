/** What stands below the list of what was seen: work in sister organisations, and commits that belong to no account. */

import type { Dossier } from '../../../register/access/dossier.ts'
import { Day, inWords } from '../../parts/print.tsx'
import { unlinkedInWords } from '../person/acts-fold.tsx'

export function DossierNote({ dossier, organization }: { dossier: Dossier; organization: string }) {
  return (
    <>
      {dossier.elsewhere.map((act) => (
        <p>
          Last public activity in {act.organization}: <Day at={act.at} /> {inWords(act.kind)}. The owners of{' '}
          {organization} see this day, too, and nothing more of it; it decides nothing.
        </p>
      ))}
      {dossier.unlinkedCommits.length > 0 && (
        <p>
          Some commits belong to no account. Where you pushed, these may be yours:{' '}
          {unlinkedInWords(dossier.unlinkedCommits)}. Add the e-mail address that you committed with to your
          GitHub account, and they count.
        </p>
      )}
    </>
  )
}
