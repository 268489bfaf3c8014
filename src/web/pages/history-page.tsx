/** The page of the history: its entries with their hashes, and whether the hash chain is intact. */

import { Hono } from 'hono'
import { instant } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Id } from '../../policy/words.ts'
import { logAccess } from '../../register/history/access-log.ts'
import {
  findHistoryPage,
  findWholeHistory,
  type HistoryEntry,
  verifyHistory,
} from '../../register/history/history-list.ts'
import type { Verification } from '../../register/history/verify.ts'
import type { Visit, Web } from '../access/visit.ts'
import { exportFile, formatOf, historyRow } from '../export.ts'
import { Field } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { actorOrErased, inWords, Name, subjectName, Time, Words } from '../parts/print.tsx'
import { Pager, Table } from '../parts/table.tsx'
import { mayRead } from '../permissions/permissions.ts'
import { entryFor } from '../permissions/seen-by-owners.ts'

/** Entries on one page. */
const PAGE_SIZE = 100

export const historyPage = new Hono<Web>().get('/orgs/:org/history', async (c) => {
  const authorized = await mayRead(c, c.req.param('org'))
  const { org, actor } = authorized
  const { register, now } = c.var.platform
  const format = formatOf(c)
  if (format !== null) {
    await logAccess(register, org.id, actor, 'history', now)
    const whole = await findWholeHistory(register, org.id)
    const entries = whole.map((entry) => entryFor(authorized, entry))
    return exportFile(c, format, `${org.login}-history`, entries, historyRow)
  }
  const cursor = c.req.query('cursor') ?? null
  if (cursor !== null && !/^\d+$/.test(cursor))
    throw new Refusal('invalid', 'This cursor is not one of ours.')
  const number = c.req.query('entry') ?? null
  if (number !== null && !/^[1-9]\d{0,14}$/.test(number))
    throw new Refusal('invalid', 'An entry is a whole number, as the message prints it.')
  const { items: found, nextCursor } = await findHistoryPage(register, org.id, cursor, PAGE_SIZE)
  const items = found.map((entry) => entryFor(authorized, entry))
  const verified = await verifyHistory(register, org.id)
  return render(
    c,
    { title: `History of ${org.login}`, org: org.login, here: '/history' },
    <>
      <h1>History</h1>
      <Verified verified={verified} />
      <form method="get" class="sheet">
        <p>
          Each review message names an entry and its hash. A rewritten history can have an intact chain as
          well, but then that entry has another hash or is gone: look it up here, and compare.
        </p>
        <Field id="entry" label="Entry">
          <input id="entry" name="entry" type="number" min="1" value={number ?? ''} required />
        </Field>
        <button type="submit" class="quiet">
          Show its hash
        </button>
        {number !== null && <EntryHash number={number} entry={await findEntry(c, org.id, number)} />}
      </form>
      <Table
        caption="Who did what, newest first"
        columns={['Entry', 'When', 'Who', 'About', 'What', 'Hash']}
        none="Nothing has happened yet."
        rows={items.map((entry) => [
          `${entry.seq}`,
          <Time at={instant(entry.at)} />,
          entry.erased ? 'erased' : actorOrErased(entry.actor),
          entry.subject === null ? (
            <Words text="the organisation" />
          ) : (
            <Name text={subjectName(entry.subject)} />
          ),
          <>
            <strong>{inWords(entry.act)}</strong>{' '}
            <Name
              text={entry.sentence ?? 'The text of this entry was erased; its position in the chain stays.'}
            />
          </>,
          <code class="whole-words" title={entry.hash}>
            {entry.hash.slice(0, 12)}
          </code>,
        ])}
      />
      <Pager here={new URL(c.req.url)} nextCursor={nextCursor} exports />
    </>,
  )
})

/** Whether the history holds, and its head. */
function Verified({ verified }: { verified: Verification }) {
  if (!verified.ok) {
    const [sentence, ...more] = verified.sentences
    return (
      <p class="notice bad">
        {verified.at === null
          ? 'The chain is intact, but the history and the register do not tell the same.'
          : `The chain is broken at entry ${verified.at}.`}{' '}
        {sentence}
        {more.length > 0 && ` There is more: npm run verify-history tells all ${more.length + 1}.`} Read the
        runbook in SECURITY.md, and look below for the entry that the last review message names.
      </p>
    )
  }
  if (verified.head === null)
    return <p class="notice">The history has no entry yet. The next hourly run writes its first.</p>
  return (
    <p class="notice">
      The chain is intact: {verified.entries} {verified.entries === 1 ? 'entry' : 'entries'} verified just
      now, and the register tells the same. Its head is entry {verified.head.seq},{' '}
      <code>{verified.head.hash}</code>.
      {!verified.isCarriedOver &&
        ' An earlier version wrote it; the next entry, at the latest in an hour, carries the chain over.'}
    </p>
  )
}

/** The full hash of the entry with this number, or that it is missing. */
function EntryHash({ number, entry }: { number: string; entry: HistoryEntry | null }) {
  if (entry === null) {
    return (
      <p class="notice bad">
        There is no entry {number}. If a message names it, the history was rewritten: read the runbook in
        SECURITY.md.
      </p>
    )
  }
  return (
    <p class="notice">
      Entry {entry.seq}, <code class="whole-words">{entry.hash}</code>, written{' '}
      <Time at={instant(entry.at)} />.
    </p>
  )
}

async function findEntry(c: Visit, orgId: Id, number: string): Promise<HistoryEntry | null> {
  const { items } = await findHistoryPage(c.var.platform.register, orgId, String(Number(number) + 1), 1)
  return items.find(({ seq }) => seq === Number(number)) ?? null
}
