/** The view of what nobody has answered: rows in groups by power, in one form with one *Save*. */

import { type Missing, missingInWords } from '../../policy/proposals/missing-in-words.ts'
import { findMissing, NOBODY_MISSING } from '../../register/reviews/missing.ts'
import { type AskedRow, listAskedRows, SORTS } from '../../register/reviews/page/asked-rows.ts'
import type { LeftOut } from '../../register/reviews/page/review-tally.ts'
import { Form, Select } from '../parts/form-fields.tsx'
import { Group, GroupForm } from './group.tsx'
import { PAGE_SIZE, Pages, pageIn } from './pages.tsx'
import { POWER_WORDS } from './rows/row-words.ts'
import { SaveBar } from './saving/save-bar.tsx'
import type { RowsVisit } from './views.tsx'

export async function DecideView(visit: RowsVisit) {
  const { c, org, review, tally, here } = visit
  const { register } = c.var.platform
  const filter = filterIn(visit)
  const rows = await listAskedRows(
    register,
    review.id,
    { view: 'decide', power: filter.power, q: filter.q },
    { sort: filter.sort, offset: (filter.page - 1) * PAGE_SIZE, limit: PAGE_SIZE + 1 },
  )
  const shown = rows.slice(0, PAGE_SIZE)
  const isMissing = review.status === 'open' && tally.leftOut.beingRead > 0
  const missing = isMissing ? await findMissing(register, org.id) : NOBODY_MISSING
  const groups = tally.groups.filter(
    ({ group, count }) =>
      count > 0 &&
      (filter.power === undefined || filter.power === group) &&
      (filter.q === '' || rowsOf(group).length > 0),
  )
  return (
    <>
      <Find visit={visit} />
      {review.status === 'open' && <NotInReview leftOut={tally.leftOut} missing={missing} org={org.login} />}
      {groups.map((group) => (
        <GroupForm tally={group} visit={visit} />
      ))}
      <Form action={`${here}/decisions`} token={c.var.formToken} class="tally">
        <input type="hidden" name="page" value={visit.url.search} />
        {groups.map((group) => (
          <Group tally={group} rows={rowsOf(group.group)} visit={visit} />
        ))}
        {shown.length > 0 && visit.owner !== null && review.status === 'open' && (
          <SaveBar sent={visit.sent} />
        )}
      </Form>
      {shown.length === 0 && (
        <Nothing visit={visit} isFiltered={filter.q !== '' || filter.power !== undefined} />
      )}
      <Pages visit={visit} page={filter.page} hasNext={rows.length > PAGE_SIZE} />
      {review.status === 'open' && visit.owner !== null && tally.views.decide > 0 && (
        <CarryOver visit={visit} />
      )}
    </>
  )

  function rowsOf(group: AskedRow['power']): readonly AskedRow[] {
    return shown.filter(({ power }) => power === group)
  }
}

function filterIn({ url }: RowsVisit) {
  const { searchParams } = url
  const power = searchParams.get('power')
  return {
    q: (searchParams.get('q') ?? '').trim().slice(0, 100),
    power: power !== null && power in POWER_WORDS ? power : undefined,
    sort: SORTS.find(([name]) => name === searchParams.get('sort'))?.[0] ?? 'power',
    page: pageIn({ url }),
  }
}

function Find({ visit }: { visit: RowsVisit }) {
  const { q, power, sort } = filterIn(visit)
  return (
    <form class="filters no-print" action={visit.here}>
      <label class="grow">
        <span class="unseen">Find a person, team or repository</span>
        <input type="search" name="q" value={q} placeholder="Find a person, team or repository" />
      </label>
      <label class="unseen" for="power">
        Group
      </label>
      <Select
        id="power"
        name="power"
        value={power ?? ''}
        options={[
          ['', 'all groups'],
          ...Object.entries(POWER_WORDS).map(([word, [heading]]) => [word, heading] as const),
        ]}
      />
      <label class="unseen" for="sort">
        Order
      </label>
      <Select id="sort" name="sort" value={sort} options={SORTS} />
      <button type="submit" class="quiet">
        Show
      </button>
    </form>
  )
}

/** Who is not asked about, and why. */
function NotInReview({ leftOut, missing, org }: { leftOut: LeftOut; missing: Missing; org: string }) {
  const parts = [
    [leftOut.beingRead, 'still being read', missingInWords(missing, true)],
    [
      leftOut.unknown,
      'unknown',
      <Accounts
        org={org}
        verdict="unknown"
        what="Something that could have shown them to be active was not read."
      />,
    ],
    [
      leftOut.new,
      'new',
      <Accounts org={org} verdict="new" what="Nobody is asked about within the window after they came." />,
    ],
    [
      leftOut.exempt,
      'exempt',
      <Accounts org={org} verdict="exempt" what="An owner exempted them, or a sponsor answers for a bot." />,
    ],
    [
      leftOut.kept,
      'kept',
      'An owner kept them in an earlier review; they are asked about again when that ends.',
    ],
  ] as const
  const told = parts.filter(([count]) => count > 0)
  if (told.length === 0) return null
  const all = told.reduce((sum, [count]) => sum + count, 0)
  return (
    <details class="line">
      <summary>
        Not in this review: {all} {all === 1 ? 'person' : 'people'}, and why
      </summary>
      <div class="panel pad">
        <dl class="facts">
          {told.map(([count, word, why]) => (
            <>
              <dt>
                {count} {word}
              </dt>
              <dd>{why}</dd>
            </>
          ))}
        </dl>
      </div>
    </details>
  )
}

function Accounts({ org, verdict, what }: { org: string; verdict: string; what: string }) {
  return (
    <>
      {what} <a href={`/orgs/${org}/accounts?verdict=${verdict}`}>Show them</a>
    </>
  )
}

function Nothing({ visit, isFiltered }: { visit: RowsVisit; isFiltered: boolean }) {
  const { proposed } = visit.review.counts
  if (isFiltered)
    return (
      <p>
        Nothing that is left to decide is like this. <a href={visit.here}>Show all</a>
      </p>
    )
  if (proposed > 0) return <p>Nothing is left to answer.</p>
  return (
    <div class="enter">
      <h2>Nothing is proposed.</h2>
      <p class="soft">
        The audit found nothing to ask. What is exempt, was kept or has not been read in full yet is not
        proposed.
      </p>
    </div>
  )
}

/** One click with a reason: what nobody has answered goes to the next review. */
function CarryOver({ visit }: { visit: RowsVisit }) {
  const { c, here, tally, sent } = visit
  const complaint = sent?.complaints.get('carry-over')
  const left = tally.views.decide
  return (
    <details class="fold no-print" open={complaint !== undefined}>
      <summary>Leave the rest for the next review</summary>
      <Form action={`${here}/carry-over`} token={c.var.formToken} class="panel pad">
        <p>
          {left === 1 ? 'The one question' : `All ${left} questions`} that nobody has answered{' '}
          {left === 1 ? 'is' : 'are'} asked again in the next review. Nothing of it is removed. What is your
          own case stays open.
        </p>
        <div class="row">
          <label class="unseen" for="carry-over">
            Reason for leaving the rest
          </label>
          <input
            id="carry-over"
            name="reason"
            required
            maxlength={2000}
            placeholder="Reason"
            value={complaint === undefined ? '' : (sent?.text('reason') ?? '')}
            {...(complaint === undefined
              ? {}
              : { 'aria-invalid': 'true', 'aria-describedby': 'complaint-carry-over' })}
          />
          <button type="submit" class="quiet">
            Carry the rest over
          </button>
        </div>
        {complaint !== undefined && (
          <p class="complaint" id="complaint-carry-over">
            {complaint}
          </p>
        )}
      </Form>
    </details>
  )
}
