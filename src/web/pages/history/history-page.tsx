/** The page of the history: who did what and why, by day, in views and under filters. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import {
  HISTORY_VIEWS,
  type HistoryFilter,
  type HistoryView,
} from '../../../register/history/history-filter.ts'
import { countHistory, findHistoryPage, findWholeHistory } from '../../../register/history/history-list.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { exportFile, formatOf, HISTORY_COLUMNS } from '../../export.ts'
import { render } from '../../parts/layout.tsx'
import { HistoryQuery } from '../../parts/lists/history-query.ts'
import { ListHead, ListPills } from '../../parts/lists/list-table.tsx'
import { askedIn } from '../../parts/lists/queries.ts'
import { listAddress, Pager } from '../../parts/table.tsx'
import { mayRead } from '../../permissions/permissions.ts'
import { actsHiddenFrom, entryFor } from '../../permissions/seen-by-owners.ts'
import { EntryDays } from './entry-days.tsx'
import { Alarm, findProof, Rewritten } from './rewritten.tsx'

/** Entries on one page. */
const PAGE_SIZE = 100

export const historyPage = new Hono<Web>().get('/orgs/:org/history', async (c) => {
  const authorized = await mayRead(c, c.req.param('org'))
  const { org, actor } = authorized
  const { register, now } = c.var.platform
  const format = formatOf(c)
  const here = new URL(c.req.url)
  const { view, q, from, to } = askedIn(HistoryQuery, here, { view: 'decisions' })
  const filter: HistoryFilter = { view, q, from, to, hidden: actsHiddenFrom(authorized) }
  if (format !== null) {
    await logAccess(register, org.id, actor, 'history', now)
    const found = await findWholeHistory(register, org.id, filter)
    const entries = found.map((entry) => entryFor(authorized, entry))
    return exportFile(c, format, `${org.login}-history`, entries, HISTORY_COLUMNS)
  }
  const cursor = numberIn(c, 'cursor', 'This cursor is not one of ours.')
  const isNarrowed = [q, from, to].some((each) => each !== undefined)
  const number = numberIn(c, 'entry', 'An entry is a whole number, as the message prints it.')
  const [{ items, nextCursor }, counts, proof] = await Promise.all([
    findHistoryPage(register, org.id, cursor, PAGE_SIZE, filter),
    countHistory(register, org.id, filter),
    findProof(register, org.id, {
      ...{ number, isAsked: c.req.query('check') !== undefined },
      isWhole: cursor === null && !isNarrowed,
    }),
  ])
  here.searchParams.set('view', view)
  here.searchParams.delete('check')
  const shown = items.map((entry) => entryFor(authorized, entry))
  return render(
    c,
    { title: `History of ${org.login}`, org: org.login, here: '/history' },
    <>
      <Alarm proof={proof} />
      <ListHead heading="Who did what, and why" here={here} />
      <ListPills
        here={here}
        pills={HISTORY_VIEWS.map((each) => ({
          ...{ label: LABELS[each], n: counts[each], isHere: each === view, changes: { view: each } },
        }))}
      />
      <Filters asked={{ view, q, from, to }} />
      {view === 'audits' && (
        <p>
          <a href={`/orgs/${org.login}/audits`}>All audits, with how far each came</a>
        </p>
      )}
      {items.length > 0 ? (
        <EntryDays entries={shown} org={org.login} />
      ) : (
        <p class="muted">
          {isNarrowed ? NONE_MATCHES : NONE_YET[view]}{' '}
          {isNarrowed && <a href={listAddress(here, { q: null, from: null, to: null })}>Show all of them</a>}
        </p>
      )}
      <Pager here={here} nextCursor={nextCursor} />
      <Rewritten proof={proof} authorized={authorized} here={here} />
    </>,
  )
})

const LABELS: Readonly<Record<HistoryView, string>> = {
  decisions: 'Decisions and removals',
  rules: 'Rules',
  audits: 'Audits',
  looked: 'Who looked',
  all: 'All',
}

const NONE_MATCHES =
  'No entry matches. An entry whose text was erased, or is not for you to see, is found by its day alone.'

const NONE_YET: Readonly<Record<HistoryView, string>> = {
  decisions: 'Nothing was decided or removed yet. It begins with the first review.',
  rules: 'Nobody has changed a rule yet.',
  audits: 'No audit has ended yet. Ask for one on the overview.',
  looked: 'Nobody has looked at anybody yet.',
  all: 'Nothing has happened yet. The next hourly run writes the first entry.',
}

function numberIn(c: Visit, name: 'cursor' | 'entry', complaint: string): string | null {
  const number = c.req.query(name) ?? null
  if (number !== null && !/^[1-9]\d{0,14}$/.test(number)) throw new Refusal('invalid', complaint)
  return number
}

function Filters({ asked }: { asked: Pick<HistoryFilter, 'view' | 'q' | 'from' | 'to'> }) {
  return (
    <search aria-label="Filter the history">
      <form class="filters no-print" method="get">
        <input type="hidden" name="view" value={asked.view} />
        <label class="grow">
          About, or by whom
          <input type="search" name="q" value={asked.q ?? ''} />
        </label>
        <label>
          From
          <input type="date" name="from" value={asked.from ?? ''} />
        </label>
        <label>
          To
          <input type="date" name="to" value={asked.to ?? ''} />
        </label>
        <button type="submit" class="quiet">
          Show
        </button>
      </form>
    </search>
  )
}
