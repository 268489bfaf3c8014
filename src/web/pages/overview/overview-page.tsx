/** The overview page of an organisation: whether everything is all right, what comes next, and the numbers behind both. */

import { Hono } from 'hono'
import type { Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { render } from '../../parts/layout.tsx'
import { Time } from '../../parts/print.tsx'
import { mayDecide, mayRead } from '../../permissions/permissions.ts'
import { AskingBack } from '../../review/done/asks-back.tsx'
import { unseenDecisions } from '../people/unseen/unseen-decisions.tsx'
import { AccessPanel } from './access-panel.tsx'
import { AuditPanel } from './audit-panel.tsx'
import { headingInWords, overviewHeading } from './heading.ts'
import { Lead } from './lead.tsx'
import { NextStepButton, nextStep } from './next-step.tsx'
import { overviewFacts } from './overview-facts.ts'
import { StalePanel } from './stale-panel.tsx'
import { TwoFactorPanel } from './two-factor-panel.tsx'
import { UnreadPanel } from './unread-panel.tsx'

export const overviewPage = new Hono<Web>()
  .get('/orgs/:org', async (c) => {
    const authorized = await mayRead(c, c.req.param('org'))
    const { org, actor } = authorized
    const [facts, unseen] = await Promise.all([
      overviewFacts(c, authorized),
      unseenDecisions(c, org, actor, 'listed'),
    ])
    const { here, audits } = facts
    const heading = overviewHeading(facts)
    const step = nextStep(facts)
    return render(
      c,
      { title: org.login, org: org.login, here: '', toDecide: facts.tally?.views.decide ?? 0 },
      <>
        <section class="verdict-line">
          <div>
            <h1>{headingInWords(heading)}</h1>
            <Lead facts={facts} heading={heading} />
          </div>
          <NextStepButton step={step} here={here} token={c.var.formToken} />
        </section>
        {org.pausedAt !== null && (
          <div class="notice bad">
            <p>
              Every removal has been paused since <Time at={org.pausedAt} />.{' '}
              <a href={`${here}/settings#pause`}>Settings</a>
            </p>
          </div>
        )}
        <AskingBack here={here} asking={facts.asking} />
        {unseen}
        <div class="cols stretch">
          {audits.finished !== null && <AccessPanel facts={facts} />}
          {(audits.finished ?? facts.curve.now ?? facts.rejoins[0]) != null && <StalePanel facts={facts} />}
          {audits.finished !== null && <TwoFactorPanel facts={facts} />}
          <UnreadPanel facts={facts} />
          <AuditPanel facts={facts} token={c.var.formToken} isOffered={step?.kind !== 'audit'} />
        </div>
      </>,
    )
  })
  .post('/orgs/:org/audits', async (c) => {
    await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    const { id } = await c.var.platform.requestAudit(org.id, actor)
    return c.redirect(`/orgs/${org.login}/audits/${id}`, 303)
  })
