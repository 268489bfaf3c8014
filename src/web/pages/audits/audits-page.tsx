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
        <h1>Audits</h1>
        {!isRunning && <ButtonForm action={here} token={c.var.formToken} label="Audit now" kind="quiet" />}
      </div>
      <p>Each day one audit reads who holds what and who did something, and judges. What became of each:</p>
      <Table
        caption="Audits, newest first"
        columns={['Began', 'State', 'Took', 'How far', 'Requests']}
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
