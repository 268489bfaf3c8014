/** The list of audits: state, how long each took, how far it came. */

import { Hono } from 'hono'
import { spanInWords } from '../../../policy/words/ago.ts'
import type { Instant } from '../../../policy/words.ts'
import { type AuditSummary, listAudits } from '../../../register/audits/audit-views.ts'
import type { Web } from '../../access/visit.ts'
import { keysIn } from '../../api/contract.ts'
import { ButtonForm } from '../../parts/form-fields.tsx'
import { render } from '../../parts/layout.tsx'
import { Badge, Time } from '../../parts/print.tsx'
import { Pager, Table } from '../../parts/table.tsx'
import { mayRead } from '../../permissions/permissions.ts'
import { isUnderWay, percentOf } from './audit-state.ts'
import { findStopped } from './stopped.ts'

/** Audits on one page. */
const PAGE_SIZE = 50

export const auditsPage = new Hono<Web>().get('/orgs/:org/audits', async (c) => {
  const { org } = await mayRead(c, c.req.param('org'))
  const { register, now } = c.var.platform
  const { items, nextCursor } = await listAudits(
    register,
    org.id,
    keysIn(c.req.query('cursor'), 2),
    PAGE_SIZE,
  )
  const isRunning = items.some(isUnderWay)
  const stopped: ReadonlySet<string> = isRunning ? await findStopped(register, now) : new Set()
  const here = `/orgs/${org.login}/audits`
  return render(
    c,
    { title: `Audits of ${org.login}`, org: org.login, here: '' },
    <>
      <div class="head">
        <h1>{c.req.query('cursor') === undefined ? headingOf(items[0], stopped) : 'Earlier audits'}</h1>
        {!isRunning && <ButtonForm action={here} token={c.var.formToken} label="Audit now" kind="quiet" />}
      </div>
      <p>Each day one audit reads who holds what and who did something, and judges.</p>
      <Table
        caption="Audits, newest first"
        columns={['Began', 'State', 'Took', 'How far', { heading: 'Requests', class: 'num' }]}
        none="No audit has begun yet. The next hourly run begins the first, or press Audit now."
        rows={items.map((audit) => [
          <a href={`${here}/${audit.id}`}>
            <Time at={audit.startedAt} />
          </a>,
          <Badge word={stopped.has(audit.id) ? 'stopped' : audit.status} />,
          tookInWords(audit, now),
          howFar(audit, stopped.has(audit.id)),
          audit.requests.rest + audit.requests.graphql,
        ])}
      />
      <Pager here={new URL(c.req.url)} nextCursor={nextCursor} />
    </>,
  )
})

/** How it stands with the newest one. */
function headingOf(newest: AuditSummary | undefined, stopped: ReadonlySet<string>): string {
  if (newest === undefined) return 'No audit yet'
  if (stopped.has(newest.id)) return 'The newest audit has stopped in the middle'
  switch (newest.status) {
    case 'queued':
    case 'running':
      return 'An audit is under way'
    case 'complete':
      return 'The newest audit read everything it needs'
    case 'partial':
      return 'The newest audit could not read everything'
    case 'failed':
      return 'The newest audit could not be finished'
  }
}

function tookInWords(audit: AuditSummary, now: Instant): string {
  if (audit.finishedAt !== null) return spanInWords(audit.startedAt, audit.finishedAt)
  return `${spanInWords(audit.startedAt, now)} so far`
}

/** How far it came, and in words what stands in its way. */
function howFar(audit: AuditSummary, isStopped: boolean): string {
  const percent = `${percentOf(audit)} %`
  if (isStopped) return `${percent}; the next hourly run goes on from there`
  if (isUnderWay(audit)) return `${percent}: ${audit.progress.step}`
  switch (audit.status) {
    case 'failed':
      return `${percent}. ${audit.failure ?? 'Why is not known.'}`
    case 'partial':
      return 'judged, with gaps: see what was not read'
    default:
      return 'read in full and judged'
  }
}
