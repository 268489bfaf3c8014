/** The verdict on somebody in one sentence, with the newest act and the role that would do. */

import { actInWords, seenToDo } from '../../../policy/activity/act-in-words.ts'
import { printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import { actsOfUse, LEAVES_NO_TRACE } from '../../../policy/proposals/smallest-role.ts'
import { agoInWords } from '../../../policy/words/ago.ts'
import type { Instant } from '../../../policy/words.ts'
import type { DrawnDossier } from '../../../register/access/dossier.ts'
import { isWebAddress, Name } from '../../parts/print.tsx'
import { calledBy } from '../me/words.tsx'
import { shortOf } from './access-drawing.tsx'

export function VerdictLine({ dossier, now }: { dossier: DrawnDossier; now: Instant }) {
  const { verdict, reason, role, lastActivity } = dossier
  const isByLastAct = lastActivity !== null && (verdict === 'active' || verdict === 'inactive')
  return (
    <section class="verdict-line" aria-label="Verdict">
      <div>
        <p class="lead">
          {role !== 'none' && <span class={`verdict ${verdict}`}>{verdict}</span>}{' '}
          {!isByLastAct && (
            <>
              <Name text={reason} />{' '}
            </>
          )}
          {lastActivity !== null && <LastActive last={lastActivity} verdict={verdict} now={now} />}{' '}
          {isByLastAct && <SmallestRole dossier={dossier} now={now} />}
        </p>
        {isByLastAct && verdict === 'inactive' && (
          <p class="small soft">
            <Name text={reason} /> {leavesNoTrace(dossier) && LEAVES_NO_TRACE}
          </p>
        )}
        {verdict !== 'exempt' && <Exempt dossier={dossier} />}
      </div>
    </section>
  )
}

/** What the next audit will judge by. */
function Exempt({ dossier: { exemptions } }: { dossier: DrawnDossier }) {
  return (
    <>
      {exemptions.map(({ reason, until }) => (
        <p class="small soft">
          Exempt{until !== null && ` until ${printedDay(until)}`}: <Name text={reason} />
        </p>
      ))}
    </>
  )
}

/** “At most”: a later act may not have been read. Of whom an act within the window is known that changes nothing. */
function LastActive(props: {
  last: NonNullable<DrawnDossier['lastActivity']>
  verdict: DrawnDossier['verdict']
  now: Instant
}) {
  const { last, verdict, now } = props
  const { at, kind, repository, url, precision } = last
  const act = <Name text={actInWords({ kind, at }, repository === null ? null : shortOf(repository))} />
  const mayBeLater = precision === 'at_least' && (verdict === 'inactive' || verdict === 'unknown')
  return (
    <>
      Last active {mayBeLater && 'at most '}
      <b>
        <time datetime={at}>{agoInWords(at, now)}</time>
      </b>
      , {isWebAddress(url) ? <a href={url}>{act}</a> : act}.
    </>
  )
}

/** What was seen of them, the role that would do for it, and what is held. */
function SmallestRole({ dossier, now }: { dossier: DrawnDossier; now: Instant }) {
  const { smallestRole, holds, activity } = dossier
  if (smallestRole === null || holds.role === 'member' || holds.role === 'none') return null
  const done = actsOfUse(activity, now).map(({ kind }) => kind)
  const places = holds.places.length + holds.more
  return (
    <>
      {done.length === 0
        ? `Nothing is known of ${calledBy(dossier)} from the last twelve months, and they hold `
        : `In the last twelve months ${calledBy(dossier)} was only seen to ${seenToDo(done)}: `}
      {smallestRole.role === 'none' ? (
        done.length > 0 && 'no role is needed for that; they hold '
      ) : (
        <>
          <b>{smallestRole.role}</b> would do; they hold{' '}
        </>
      )}
      {holds.role === 'owner' && 'the role of '}
      <b>{holds.role}</b>
      {places > 0 && ` on ${counted(places, 'repository', 'repositories')}`}.
    </>
  )
}

function leavesNoTrace({ smallestRole, holds: { role } }: DrawnDossier): boolean {
  return smallestRole !== null && (role === 'owner' || role === 'admin' || role === 'maintain')
}
