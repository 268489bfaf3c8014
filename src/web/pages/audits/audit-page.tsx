/** The page of one audit: how far it is while it runs, what became of it and what to do, coverage, counts and requests. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import { spanInWords } from '../../../policy/words/ago.ts'
import { type AuditView, findAuditView } from '../../../register/audits/audit-views.ts'
import type { Web } from '../../access/visit.ts'
import { CoverageTable, coverageInWords } from '../../parts/coverage-table.tsx'
import { ButtonForm } from '../../parts/form-fields.tsx'
import { render } from '../../parts/layout.tsx'
import { Badge, Day, inWords, Time } from '../../parts/print.tsx'
import { mayRead } from '../../permissions/permissions.ts'
import { isUnderWay, leftInWords, percentOf, whatBecameOf } from './audit-state.ts'
import { findStopped } from './stopped.ts'

/** Seconds until the page of a running audit reloads. */
const REFRESH_SECONDS = 3

export const auditPage = new Hono<Web>().get('/orgs/:org/audits/:id', async (c) => {
  const { org } = await mayRead(c, c.req.param('org'))
  const { register, now } = c.var.platform
  const audit = await findAuditView(register, org.id, c.req.param('id'))
  if (audit === null) throw new Refusal('not_found', `${org.login} has no audit with this id.`)
  const isRunning = isUnderWay(audit)
  const isStopped = isRunning && (await findStopped(register, now)).has(audit.id)
  const here = `/orgs/${org.login}`
  return render(
    c,
    {
      title: `Audit of ${org.login}`,
      org: org.login,
      here: '',
      ...(isRunning ? { refresh: REFRESH_SECONDS } : {}),
    },
    <>
      <p class="small no-print">
        <a href={`${here}/audits`}>All audits</a>
      </p>
      <h1>
        Audit of <Day at={audit.startedAt} /> <Badge word={isStopped ? 'stopped' : audit.status} />
      </h1>
      {isRunning && (
        <p>
          <progress max={100} value={percentOf(audit)} aria-label="Progress of the audit" />{' '}
          {percentOf(audit)} %: {audit.progress.step}. {leftInWords(audit, now)} This page reloads every{' '}
          {REFRESH_SECONDS} seconds.
        </p>
      )}
      {audit.failure !== null && <p class="notice bad">{audit.failure}</p>}
      <p>{whatBecameOf(audit, isStopped)}</p>
      {!isRunning && (
        <ButtonForm action={`${here}/audits`} token={c.var.formToken} label="Audit now" kind="quiet" />
      )}
      <Facts audit={audit} />
      <h2>{coverageInWords(audit.coverage)}</h2>
      {isRunning && audit.coverage.length === 0 ? (
        <p class="muted">Nothing has been read to its end yet. What is, stands here as it comes.</p>
      ) : (
        <CoverageTable coverage={audit.coverage} />
      )}
    </>,
  )
})

function Facts({ audit }: { audit: AuditView }) {
  const { requests } = audit
  return (
    <dl class="facts panel pad">
      <dt>As of</dt>
      <dd>
        <Time at={audit.asOf} />
      </dd>
      <dt>Started</dt>
      <dd>
        <Time at={audit.startedAt} />
      </dd>
      <dt>Ended</dt>
      <dd>
        {audit.finishedAt === null ? (
          'not yet'
        ) : (
          <>
            <Time at={audit.finishedAt} />, after {spanInWords(audit.startedAt, audit.finishedAt)}
          </>
        )}
      </dd>
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
