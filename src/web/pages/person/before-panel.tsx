/** What earlier reviews asked about somebody, where else they are active, and which keys are theirs. */

import { instant, printedDay } from '../../../policy/calendar.ts'
import { capitalized } from '../../../policy/english.ts'
import type { BesidePerson } from '../../../register/access/dossier/beside-person.ts'
import type { Dossier } from '../../../register/access/dossier.ts'
import { Day, inWords, Name } from '../../parts/print.tsx'
import { Before, type QuestionAbout } from './review-panel.tsx'

export function BeforePanel(props: {
  dossier: Dossier
  before: readonly QuestionAbout[]
  credentials: BesidePerson['credentials']
  org: string
}) {
  const { dossier, before, credentials, org } = props
  return (
    <section class="panel pad c4">
      <h2>Before</h2>
      <Before before={before} org={org} />
      <Elsewhere dossier={dossier} org={org} />
      <h3>Other keys</h3>
      {credentials.length === 0 ? (
        <p>None is known.</p>
      ) : (
        <ul class="list">
          {credentials.map((key) => (
            <Key credential={key} />
          ))}
        </ul>
      )}
    </section>
  )
}

/** Context only, as the page says. */
function Elsewhere({ dossier: { elsewhere, login }, org }: { dossier: Dossier; org: string }) {
  if (elsewhere.length === 0) return null
  return (
    <>
      <h3>Elsewhere</h3>
      <dl class="facts">
        {elsewhere.map(({ organization, at, kind }) => (
          <>
            <dt>Last public activity in {organization}</dt>
            <dd>
              <Day at={at} /> {inWords(kind)}
            </dd>
          </>
        ))}
      </dl>
      <p class="small soft">
        No activity here does not mean that {login} is gone. What they did elsewhere is context only, from
        public repositories: it changes no verdict and is no use of a grant in {org}.
      </p>
    </>
  )
}

function Key({ credential }: { credential: BesidePerson['credentials'][number] }) {
  const { kind, name, repository, lastUsed, expiresAt } = credential
  return (
    <li>
      {capitalized(inWords(kind))}{' '}
      <b>
        <Name text={name} />
      </b>
      {repository !== null && (
        <>
          {' '}
          on <Name text={repository} />
        </>
      )}
      , {usedInWords(lastUsed)}
      {expiresAt !== null && `, expires on ${printedDay(expiresAt)}`}
    </li>
  )
}

function usedInWords(lastUsed: string): string {
  if (lastUsed === 'never') return 'never used'
  return lastUsed === 'unobservable' ? 'use not visible' : `last used on ${printedDay(instant(lastUsed))}`
}
