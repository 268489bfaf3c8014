/** The history with its hashes, and whether the chain still holds. It cannot change an entry: nobody can. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import { historyPage as pageOfHistory, verifyHistory } from '../../register/listing/history.ts'
import { mayRead } from '../guard.ts'
import { render } from '../parts/layout.tsx'
import { actorName, inWords, subjectName, Time, Words } from '../parts/print.tsx'
import { Pager, Table } from '../parts/table.tsx'
import type { Web } from '../visit.ts'

const SHOWN = 100

export const historyPage = new Hono<Web>().get('/orgs/:org/history', async (c) => {
  const { org } = await mayRead(c, c.req.param('org'))
  const { register } = c.var.outside
  const cursor = c.req.query('cursor') ?? null
  if (cursor !== null && !/^\d+$/.test(cursor))
    throw new Refusal('invalid', 'This cursor is not one of ours.')
  const { items, nextCursor } = await pageOfHistory(register, org.id, cursor, SHOWN)
  const verified = await verifyHistory(register, org.id)
  return render(
    c,
    { title: `History of ${org.login}`, org: org.login, here: '/history' },
    <>
      <h1>History</h1>
      {verified.ok ? (
        <p class="notice">
          The chain holds: {verified.entries} {verified.entries === 1 ? 'entry' : 'entries'} verified just
          now.
          {verified.head !== null && (
            <>
              {' '}
              Its head is <code>{verified.head.hash}</code>; compare it with the one in the last review
              letter.
            </>
          )}
        </p>
      ) : (
        <p class="notice bad">
          The chain is broken at entry {verified.at}. {verified.sentence} Compare the head with the one in the
          last review letter, and read the runbook in SECURITY.md.
        </p>
      )}
      <Table
        caption="Who did what, newest first"
        columns={['Entry', 'When', 'Who', 'About', 'What', 'Hash']}
        none="Nothing has happened yet."
        rows={items.map((entry) => [
          `${entry.seq}`,
          <Time at={entry.at} />,
          entry.erased ? 'erased' : actorName(entry.actor),
          entry.subject === null ? <Words said="the organisation" /> : subjectName(entry.subject),
          <>
            <strong>{inWords(entry.act)}</strong>{' '}
            {entry.sentence ?? 'The text of this entry was erased; its place in the chain stays.'}
          </>,
          <code class="word" title={entry.hash}>
            {entry.hash.slice(0, 12)}
          </code>,
        ])}
      />
      <Pager here={new URL(c.req.url)} nextCursor={nextCursor} />
    </>,
  )
})
