/** The list of changes of rules that wait, with a button to agree for other owners, and one to cancel for every owner. */

import { ButtonForm } from '../parts/form-fields.tsx'
import { Time } from '../parts/print.tsx'
import { type PendingChange, waitsInWords } from './pending-changes.ts'

/** Nothing where nothing waits. `viewer` is the id of the owner who looks; null for the operator. */
export function PendingList(props: {
  changes: readonly PendingChange[]
  here: string
  token: string
  viewer: number | null
}) {
  const { changes, here, token, viewer } = props
  if (changes.length === 0) return null
  return (
    <section class="sheet" id="pending">
      <h2>Changes that wait</h2>
      {changes.map((change) => (
        <div class="notice">
          <p>
            <strong>{change.inWords}</strong>, since <Time at={change.at} />. {waitsInWords(change)}
            {change.waitsFor === 'time' && change.effectiveFrom !== null && (
              <>
                {' '}
                If none does, it takes effect by itself on <Time at={change.effectiveFrom} />.
              </>
            )}
          </p>
          {isOther(change, viewer) && (
            <ButtonForm
              action={`${here}/pending/${change.id}/agreement`}
              token={token}
              label="Agree"
              about={`to ${change.inWords}`}
            />
          )}{' '}
          <ButtonForm
            action={`${here}/pending/${change.id}/cancel`}
            token={token}
            label="Cancel"
            about={change.inWords}
            kind="quiet"
          />
        </div>
      ))}
    </section>
  )
}

function isOther({ by }: PendingChange, viewer: number | null): boolean {
  return viewer !== null && !(by.kind === 'person' && by.id === viewer)
}
