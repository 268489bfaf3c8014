/** The page of one audit: progress while it runs, then coverage, counts and requests. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import { type AuditView, findAuditView } from '../../register/audits/audit-views.ts'
import type { Web } from '../access/visit.ts'
import { CoverageTable } from '../parts/coverage-table.tsx'
import { render } from '../parts/layout.tsx'
import { Badge, inWords, Time } from '../parts/print.tsx'
import { mayRead } from '../permissions/permissions.ts'

/** Seconds until the page of a running audit reloads. */
const REFRESH_SECONDS = 3

export const auditPage = new Hono<Web>().get('/orgs/:org/audits/:id', async (c) => {
  const { org } = await mayRead(c, c.req.param('org'))
  const audit = await findAuditView(c.var.platform.register, org.id, c.req.param('id'))
  if (audit === null) throw new Refusal('not_found', `${org.login} has no audit with this id.`)
  const isRunning = audit.status === 'queued' || audit.status === 'running'
  return render(
    c,
    {
      title: `Audit of ${org.login}`,
      org: org.login,
      here: '',
      ...(isRunning ? { refresh: REFRESH_SECONDS } : {}),
    },
    <>
      <h1>
        Audit <Badge word={audit.status} />
      </h1>
      {isRunning && <RunningAudit audit={audit} />}
      {audit.failure !== null && <p class="notice bad">{audit.failure}</p>}
      <Facts audit={audit} />
      <h2>Coverage</h2>
      <CoverageTable coverage={audit.coverage} />
    </>,
  )
})

function RunningAudit({ audit }: { audit: AuditView }) {
  const { done, total, step } = audit.progress
  const percent = Math.floor((100 * done) / Math.max(total, 1))
  return (
    <p>
      <progress max={100} value={percent} aria-label="Progress of the audit" /> {percent} %: {step}. This page
      reloads every {REFRESH_SECONDS} seconds.
    </p>
  )
}

function Facts({ audit }: { audit: AuditView }) {
  const { requests } = audit
  return (
    <dl class="facts sheet">
      <dt>As of</dt>
      <dd>
        <Time at={audit.asOf} />
      </dd>
      <dt>Started</dt>
      <dd>
        <Time at={audit.startedAt} />
      </dd>
      <dt>Ended</dt>
      <dd>{audit.finishedAt === null ? 'not yet' : <Time at={audit.finishedAt} />}</dd>
      <dt>Requests to GitHub</dt>
      <dd>
        {requests.rest} REST, {requests.graphql} GraphQL ({requests.graphqlPoints} points)
      </dd>
      {Object.entries(audit.counts ?? {}).map(([name, count]) => (
        <>
          <dt>{inWords(name)}</dt>
          <dd>{countInWords(count)}</dd>
        </>
      ))}
    </dl>
  )
}

function countInWords(count: unknown): string {
  if (typeof count !== 'object' || count === null) return String(count)
  return Object.entries(count)
    .map(([name, n]) => `${String(n)} ${inWords(name)}`)
    .join(', ')
}
