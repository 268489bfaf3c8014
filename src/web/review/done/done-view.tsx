/** The view of what was carried out: what came of it, and the way back. */

import type { Child } from 'hono/jsx'
import { counted, listed } from '../../../policy/english.ts'
import { isOffboarded, offboardingItems } from '../../../policy/people/offboarding.ts'
import { actorName } from '../../../policy/words/names.ts'
import { findOffboardingTicks } from '../../../register/people/offboarding-ticks.ts'
import type { ReviewView } from '../../../register/reviews/review-list.ts'
import { type DoneView as Done, listDone } from '../../../register/revocations/restorations/done-list.ts'
import { findRejoins, type Rejoins } from '../../../register/revocations/restorations/rejoins.ts'
import { keysIn } from '../../api/contract.ts'
import { Day, NamedSubject, subjectName } from '../../parts/print.tsx'
import { Pager } from '../../parts/table.tsx'
import type { RowsVisit } from '../views.tsx'
import { OffboardingList } from './tick-list.tsx'
import { type GiveBackComplaint, WayBack } from './way-back.tsx'

/** Rows on one page. */
const PAGE_SIZE = 50

type Ticks = Parameters<typeof offboardingItems>[1]
type DoneVisit = RowsVisit & { readonly complaint: GiveBackComplaint | null }

export async function DoneView(visit: DoneVisit) {
  const { c, org, review, tally, complaint } = visit
  const { register } = c.var.platform
  const [{ items, nextCursor }, rejoins] = await Promise.all([
    listDone(register, org.id, review.id, keysIn(c.req.query('cursor'), 2), PAGE_SIZE),
    findRejoins(register, org.id, review.quarter),
  ])
  const ticks = await findOffboardingTicks(
    register,
    items.map(({ proposal }) => proposal.id),
  )
  return (
    <>
      <p class="soft">
        {counted(review.counts.proposed, 'question')}, {review.counts.decided} answered.{' '}
        {isNobodyBack(rejoins) && 'Nobody had to be let back in. '}
        <a href={`/orgs/${org.login}/reviews/${review.id}/report`}>Report to print</a>
      </p>
      {complaint !== null && (
        <div class="notice bad" role="alert">
          <p>
            <b>{complaint.heading ?? 'Not given back.'}</b> {complaint.sentence}{' '}
            <a href={`#proposal-${complaint.proposal}`}>To its row</a>
          </p>
        </div>
      )}
      <WhatCameOfIt carriedOut={tally.carriedOut} review={review} rejoins={rejoins} />
      {items.length > 0 && (
        <section class="panel">
          <header>
            <h2>
              Carried out <span class="n">{tally.carriedOut}</span>
            </h2>
            {items.every(isProven) && <p>Verified: GitHub was read again, and nothing was left.</p>}
          </header>
          <div class="scroll">
            <table class="cards">
              <caption class="unseen">What was done</caption>
              <thead>
                <tr>
                  {['Person', 'Answer', 'Decided by', 'Done', 'Way back'].map((column) => (
                    <th scope="col">{column}</th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {items.map((done) => (
                  <Row
                    done={done}
                    list={
                      <WhatIsLeftToDo done={done} visit={visit} ticks={ticks.get(done.proposal.id) ?? []} />
                    }
                    back={<BackAgain done={done} visit={visit} />}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      <Pager here={new URL(addressOf(visit), c.req.url)} nextCursor={nextCursor} />
    </>
  )
}

function addressOf({ here }: DoneVisit): string {
  return `${here}?view=done`
}

/** The off-boarding list of somebody who was removed. */
function WhatIsLeftToDo(props: { done: Done; visit: DoneVisit; ticks: Ticks }) {
  const { done, visit, ticks } = props
  const { proposal, revocation } = done
  if (!isOffboarded({ ...proposal, revocation })) return null
  return (
    <OffboardingList
      items={offboardingItems(visit.rules.offboarding, ticks)}
      org={visit.org.login}
      proposal={proposal.id}
      about={subjectName(proposal.subject)}
      token={tokenOf(visit)}
      from="review"
    />
  )
}

function BackAgain({ done, visit }: { done: Done; visit: DoneVisit }) {
  const { c, org, owner, complaint } = visit
  const { now, deployment } = c.var.platform
  return (
    <WayBack
      done={done}
      org={org.login}
      token={tokenOf(visit)}
      person={owner}
      isOwnCase={owner !== null && done.caseOf === owner}
      complaint={complaint?.proposal === done.proposal.id ? complaint : null}
      again={`/sign-in?again=1&to=${encodeURIComponent(addressOf(visit))}`}
      keeping={deployment.keeping}
      now={now}
    />
  )
}

/** Forms are for owners alone. */
function tokenOf({ owner, c }: DoneVisit): string | null {
  return owner === null ? null : c.var.formToken
}

function Row({ done, back, list }: { done: Done; back: Child; list: Child }) {
  const { proposal, name, votes } = done
  const answers = votes.filter(({ decision }) => decision !== 'keep')
  const [first] = answers
  return (
    <tr id={`proposal-${proposal.id}`}>
      <th scope="row">
        <NamedSubject subject={proposal.subject} name={name} />
      </th>
      <td>
        <span class={first?.decision === 'revoke' ? 'act-r nowrap' : 'act-d nowrap'}>
          {first?.decision ?? 'withdrawn'}
          {first?.role != null && ` to ${first.role.replaceAll('_', ' ')}`}
        </span>
      </td>
      <td class={answers.length < 2 ? 'nowrap' : undefined}>
        {listed(answers.map(({ by }) => actorName(by)))}
      </td>
      <td>
        <span class="nowrap">
          <DoneWhen done={done} />
        </span>
        {list}
      </td>
      <td>{back}</td>
    </tr>
  )
}

function DoneWhen({ done: { revocation } }: { done: Done }) {
  const at = revocation.finishedAt ?? revocation.startedAt
  return (
    <>
      <Day at={at} />, {verifiedInWords(revocation)}
    </>
  )
}

function isProven({ revocation }: Done): boolean {
  return revocation.verified === true && !revocation.rehearsal
}

function verifiedInWords({ verified, rehearsal, status }: Done['revocation']): string {
  if (rehearsal) return 'rehearsed: nothing was changed'
  if (verified === true) return 'verified'
  return status === 'failed' || verified === false ? 'something is left' : 'not verified yet'
}

/** What became of the questions, and who came back; what never happened is left out. The heading says that nothing was carried out. */
function WhatCameOfIt(props: { carriedOut: number; review: ReviewView; rejoins: Rejoins }) {
  const { carriedOut, rejoins } = props
  const { counts } = props.review
  const facts: readonly (readonly [string, number])[] = [
    ['carried out', carriedOut],
    ['kept until a date', counts.kept],
    ['no longer asked: active again, exempt or answered', counts.stale],
    ['carried over', counts.carriedOver],
    ['failed', counts.failed],
    ['given back', rejoins.wayBack],
    ['came back elsewhere', rejoins.elsewhere],
    ['given back by a sync', rejoins.sync],
  ]
  const happened = facts.filter(([, value]) => value > 0)
  if (happened.length === 0) return null
  return (
    <section class="panel pad">
      <h2>What came of it</h2>
      <ul class="stats">
        {happened.map(([name, value]) => (
          <li>
            <span class="big">{value}</span>
            {name}
          </li>
        ))}
      </ul>
    </section>
  )
}

function isNobodyBack({ wayBack, elsewhere, sync }: Rejoins): boolean {
  return wayBack + elsewhere + sync === 0
}
