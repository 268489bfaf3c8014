/** The overview page of an organisation: verdicts, the running review, the newest audit and what it could not read. */

import { Hono } from 'hono'
import { monthsBefore } from '../../policy/calendar.ts'
import { counted } from '../../policy/english.ts'
import { nextReviewFrom } from '../../policy/rules/review-calendar.ts'
import { DEFAULT_RULES } from '../../policy/rules/rules.ts'
import { type Instant, VERDICTS } from '../../policy/words.ts'
import { findOwnersSecondFactor } from '../../register/access/accounts.ts'
import { findOverviewCounts, type OverviewCounts } from '../../register/access/overview-counts.ts'
import { countUnlinkedCommits } from '../../register/activity/unlinked-commits.ts'
import { type AuditView, findNewestAudits } from '../../register/audits/audit-views.ts'
import { listFailedInvitations } from '../../register/audits/failed-invitations.ts'
import { findStaleAccess } from '../../register/audits/stale-access.ts'
import type { Organization } from '../../register/organizations.ts'
import { listOpenRequests } from '../../register/people/return-requests.ts'
import { findMissing } from '../../register/reviews/missing.ts'
import { listReviews, type ReviewView } from '../../register/reviews/review-list.ts'
import { findRejoinsByQuarter } from '../../register/revocations/restorations/rejoins.ts'
import type { Web } from '../access/visit.ts'
import { readForm } from '../form.ts'
import {
  FailedInvitationsNotice,
  PermissionsNotice,
  SecondFactorNotice,
  UnlinkedCommitsNotice,
} from '../parts/access-notices.tsx'
import { CoverageNotice, MissingNotice } from '../parts/coverage-table.tsx'
import { ButtonForm } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { Badge, Day, Progress, Time } from '../parts/print.tsx'
import { RejoinsTable } from '../parts/rejoins-table.tsx'
import { StaleAccessTable } from '../parts/stale-access-table.tsx'
import { mayDecide, mayRead } from '../permissions/permissions.ts'
import { AskingBack } from '../review/done/asks-back.tsx'
import { rulesOrNull } from '../rules/shown-rules.ts'
import { unseenDecisions } from './people/unseen/unseen-decisions.tsx'

export const overviewPage = new Hono<Web>()
  .get('/orgs/:org', async (c) => {
    const { org, actor, role, sees } = await mayRead(c, c.req.param('org'))
    const { register } = c.var.platform
    const months = rulesOrNull(org)?.windowMonths ?? DEFAULT_RULES.windowMonths
    const cutoff = monthsBefore(c.var.platform.now, months)
    const [counts, audits, reviews, missing, owners, failed, unlinked, staleAccess, rejoins, asking] =
      await Promise.all([
        findOverviewCounts(register, org.id),
        findNewestAudits(register, org.id),
        listReviews(register, org.id, null, 1),
        findMissing(register, org.id),
        findOwnersSecondFactor(register, org.id),
        listFailedInvitations(register, org.id),
        countUnlinkedCommits(register, org.id, cutoff, null),
        findStaleAccess(register, org.id),
        findRejoinsByQuarter(register, org.id),
        listOpenRequests(register, org.id),
      ])
    const githubUrl = c.var.platform.deployment.webUrl
    const here = `/orgs/${org.login}`
    return render(
      c,
      { title: org.login, org: org.login, here: '' },
      <>
        <h1>{org.login}</h1>
        {org.pausedAt !== null && (
          <div class="notice bad">
            <p>
              Every removal has been paused since <Time at={org.pausedAt} />.{' '}
              <a href={`${here}/settings#pause`}>Settings</a>
            </p>
          </div>
        )}
        {sees === 'names' && <AskingBack here={here} asking={asking} />}
        {await unseenDecisions(c, org, actor)}
        <MissingNotice missing={missing} />
        <PermissionsNotice org={org} githubUrl={githubUrl} />
        <Counts counts={counts} here={here} />
        {audits.finished !== null && role === 'owner' && (
          <SecondFactorNotice org={org} githubUrl={githubUrl} owners={owners} />
        )}
        <UnlinkedCommitsNotice unlinked={unlinked} months={months} />
        <FailedInvitationsNotice org={org} githubUrl={githubUrl} failed={failed} />
        <div class="two">
          <ReviewPanel
            review={reviews.items[0]}
            nextFrom={nextFrom(org, reviews.items[0] ?? null, c.var.platform.now)}
            here={here}
            token={c.var.formToken}
            hasAudit={audits.finished !== null}
          />
          <AuditPanel audits={audits} here={here} token={c.var.formToken} />
        </div>
        <StaleAccessTable curve={staleAccess}>
          <RejoinsTable quarters={rejoins} />
        </StaleAccessTable>
      </>,
    )
  })
  .post('/orgs/:org/audits', async (c) => {
    await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    const { id } = await c.var.platform.requestAudit(org.id, actor)
    return c.redirect(`/orgs/${org.login}/audits/${id}`, 303)
  })

function Counts({ counts, here }: { counts: OverviewCounts; here: string }) {
  return (
    <>
      <h2>{counted(counts.accounts, 'account')} with access</h2>
      <ul class="tiles">
        {VERDICTS.map((verdict) => (
          <li>
            <a class="tile" href={`${here}/accounts?verdict=${verdict}`}>
              <b>{counts.verdicts[verdict]}</b> {verdict}
            </a>
          </li>
        ))}
      </ul>
      <p class="muted">
        {counted(counts.owners, 'owner')}, {counted(counts.outsideCollaborators, 'outside collaborator')},{' '}
        {counted(counts.invitations, 'pending invitation')}, {counted(counts.teams, 'team')},{' '}
        {counted(counts.repositories, 'repository', 'repositories')},{' '}
        <a href={`${here}/credentials`}>{counted(counts.credentials, 'credential')}</a>;{' '}
        {counted(counts.withoutTwoFactor, 'account')} without two-factor authentication, as far as GitHub
        shows it.
      </p>
    </>
  )
}

/** From when the next review opens by itself; null where none will, or where the rules cannot be read. */
function nextFrom(org: Organization, newest: ReviewView | null, now: Instant): Instant | null {
  const rules = rulesOrNull(org)
  if (rules === null) return null
  return nextReviewFrom(
    {
      firstCompleteAt: org.firstCompleteAt,
      newestQuarter: newest?.quarter ?? null,
      every: rules.reviewEvery,
    },
    now,
  )
}

function ReviewPanel(props: {
  review: ReviewView | undefined
  nextFrom: Instant | null
  here: string
  token: string
  hasAudit: boolean
}) {
  const { review, here } = props
  return (
    <section class="sheet">
      <h2>Review</h2>
      {review === undefined || review.status === 'closed' ? (
        <>
          <p>
            No review is running.{review !== undefined && <> The last was {review.quarter}'s.</>}
            {props.nextFrom !== null && (
              <>
                {' '}
                The next one opens by itself after a complete audit from <Day at={props.nextFrom} /> on.
              </>
            )}
          </p>
          {props.hasAudit && review === undefined && (
            <p>
              <a class="button quiet" href={`${here}/what-you-know`}>
                Open the first review
              </a>
            </p>
          )}
          {props.hasAudit && review !== undefined && (
            <ButtonForm
              action={`${here}/reviews`}
              token={props.token}
              label="Open a review now"
              kind="quiet"
            />
          )}
        </>
      ) : (
        <>
          <p>
            <a href={`${here}/reviews/${review.id}`}>The review of {review.quarter}</a> is due on{' '}
            <Day at={review.dueAt} />.
          </p>
          {review.counts.proposed > 0 && review.counts.open + review.counts.needsSecond === 0 ? (
            <p>Nothing is left to answer.</p>
          ) : (
            <Progress done={review.counts.decided} total={review.counts.proposed} />
          )}
        </>
      )}
    </section>
  )
}

function AuditPanel(props: {
  audits: { newest: AuditView | null; finished: AuditView | null }
  here: string
  token: string
}) {
  const { newest, finished } = props.audits
  const isUnderWay = newest?.status === 'queued' || newest?.status === 'running'
  return (
    <section class="sheet">
      <h2>Audit</h2>
      {newest === null ? (
        <p>Nothing has been read yet. The first audit begins within the hour, or now:</p>
      ) : (
        <p>
          <a href={`${props.here}/audits/${newest.id}`}>The newest audit</a> <Badge word={newest.status} />{' '}
          began <Time at={newest.startedAt} />.
        </p>
      )}
      {finished !== null && <CoverageNotice coverage={finished.coverage} />}
      {!isUnderWay && <ButtonForm action={`${props.here}/audits`} token={props.token} label="Audit now" />}
    </section>
  )
}
