/** What was taken from the person: until when it can be given back, asking for it, and what came of that. */

import { LONGEST_REASON } from '../../../policy/decisions/reason.ts'
import { ButtonForm, Field, Form } from '../../parts/form-fields.tsx'
import { Day, Name } from '../../parts/print.tsx'
import { goesInWords } from '../../review/queue/in-words.ts'
import type { AboutMeIn, TakenFromMe } from './about-me.ts'

/** A request that was sent and not taken: what was entered, and why. */
export interface SentRequest {
  readonly revocation: string
  readonly text: string
  readonly complaint: string
}

interface PanelProps {
  readonly about: AboutMeIn
  readonly token: string
  readonly sent: SentRequest | null
  readonly webUrl: string
}

/** Nothing where nothing was taken. */
export function TakenPanel(props: PanelProps) {
  const taken = props.about.taken.filter(({ removed }) => removed)
  if (taken.length === 0) return null
  return (
    <section class="panel pad">
      <h2>What you no longer hold in {props.about.organization}</h2>
      {taken.map((each) => (
        <div id={`taken-${each.id}`}>
          <p>
            <Day at={each.takenAt ?? each.startedAt} />: {whatInWords(each, props.about)}
          </p>
          <WayBack {...props} taken={each} />
        </div>
      ))}
    </section>
  )
}

function whatInWords({ id }: TakenFromMe, { proposals, organization }: AboutMeIn) {
  const proposal = proposals.find((each) => each.id === id)
  const plan = proposal?.decisions.find(({ decision }) => decision !== 'keep')?.plan ?? proposal?.plan ?? []
  // What was given on the way is still theirs.
  const gone = plan.filter(({ action }) => action !== 'add_to_emeritus_team')
  return <Name text={goesInWords(gone, organization)} />
}

type TakenProps = PanelProps & { readonly taken: TakenFromMe }
type Request = TakenFromMe['requests'][number]

function WayBack(props: TakenProps) {
  const { taken, about, webUrl } = props
  const [request] = taken.requests
  if (taken.status === 'restored') return <Back taken={taken} />
  if (request !== undefined && request.endedAt === null) return <Asked {...props} request={request} />
  const declined = taken.requests.find(({ endedBecause }) => endedBecause === 'declined')
  if (declined?.endedAt != null)
    return (
      <p>
        You asked for it, and an owner declined on <Day at={declined.endedAt} />. Please talk to one of them:{' '}
        <Owners about={about} webUrl={webUrl} />.<UntilWhen taken={taken} />
      </p>
    )
  return taken.whyNot === null ? <AskForm {...props} /> : <p>{taken.whyNot}</p>
}

function Back({ taken: { rejoinedAt } }: { taken: TakenFromMe }) {
  return (
    <p>
      You have it back
      {rejoinedAt !== null && (
        <>
          , since <Day at={rejoinedAt} />
        </>
      )}
      . Welcome back.
    </p>
  )
}

function UntilWhen({ taken: { until } }: { taken: TakenFromMe }) {
  if (until === null) return null
  return (
    <>
      {' '}
      Any owner can give it back until <Day at={until} />.
    </>
  )
}

function complaintOf({ taken, sent }: TakenProps): string | undefined {
  return sent?.revocation === taken.id ? sent.complaint : undefined
}

function Asked({ request, ...props }: TakenProps & { readonly request: Request }) {
  const { taken, about, token } = props
  const complaint = complaintOf(props)
  return (
    <div class="notice good">
      <div>
        <p>
          <b>
            You asked for it on <Day at={request.at} />.
          </b>{' '}
          The owners of {about.organization} read it on their pages and in their channels.
          <UntilWhen taken={taken} />
          {request.text !== null && (
            <>
              {' '}
              In your words: <Name text={request.text} />
            </>
          )}
          {complaint !== undefined && <span class="complaint"> {complaint}</span>}
        </p>
      </div>
      <ButtonForm
        action={`/me/requests/${request.id}/withdraw`}
        token={token}
        label="I do not ask any more"
        about={`for what was taken in ${about.organization}`}
        kind="quiet"
      />
    </div>
  )
}

function AskForm(props: TakenProps) {
  const { taken, about, token, sent } = props
  const id = `request-${taken.id}`
  const complaint = complaintOf(props)
  return (
    <>
      <p>
        Would you like to have it back? Ask: one click of an owner does it
        {taken.until !== null && (
          <>
            , until <Day at={taken.until} />
          </>
        )}
        ; an owner’s or admin’s role takes two owners.
      </p>
      <Form action="/me/requests" token={token}>
        <input type="hidden" name="revocation" value={taken.id} />
        <Field id={id} label="A word to the owners (if you like)" complaint={complaint}>
          <input
            class="wide"
            id={id}
            name="text"
            maxlength={LONGEST_REASON}
            value={complaint === undefined ? '' : (sent?.text ?? '')}
            {...(complaint !== undefined && {
              'aria-invalid': 'true',
              'aria-describedby': `${id}-complaint`,
            })}
          />
        </Field>
        <button type="submit">
          Ask to come back<span class="unseen"> to {about.organization}</span>
        </button>
      </Form>
    </>
  )
}

function Owners({ about, webUrl }: Pick<PanelProps, 'about' | 'webUrl'>) {
  return (
    <>
      {about.owners.slice(0, 5).map(({ login }, index) => (
        <>
          {index > 0 && ', '}
          <a href={`${webUrl}/${login}`}>{login}</a>
        </>
      ))}
    </>
  )
}
