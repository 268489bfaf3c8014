/** The settings page: the changes that wait, the form of the rules with all errors beside their fields, and the pause. */

import { Hono } from 'hono'
import { listed } from '../../policy/english.ts'
import { lostBy } from '../../policy/people/keeping.ts'
import { Refusal } from '../../policy/refusal.ts'
import { DEFAULT_RULES, type Rules } from '../../policy/rules/rules.ts'
import { actorName } from '../../policy/words/names.ts'
import { findChannelTroubles } from '../../register/messages.ts'
import type { Organization } from '../../register/organizations.ts'
import type { Visit, Web } from '../access/visit.ts'
import { readForm } from '../form.ts'
import { ButtonForm } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { Time } from '../parts/print.tsx'
import { tokensSection } from '../parts/token-tables.tsx'
import { type Authorized, mayDecide, mayRead } from '../permissions/permissions.ts'
import { savePause } from '../rules/pause.ts'
import { agree, cancel, type PendingChange, pendingChanges } from '../rules/pending-changes.ts'
import { PendingList } from '../rules/pending-list.tsx'
import { labelOfSetting } from '../rules/rule-fields.ts'
import { RulesForm } from '../rules/rules-fields.tsx'
import { type FormRules, formFrom, rulesFrom } from '../rules/rules-form.ts'
import { saveRules } from '../rules/save-rules.ts'
import { shownRules } from '../rules/shown-rules.ts'
import { AuditLogForm } from './audit-log-page.tsx'

export const settingsPages = new Hono<Web>()
  .get('/orgs/:org/settings', async (c) => {
    const authorized = await mayRead(c, c.req.param('org'))
    const { org } = authorized
    const { rules, complaints } = rulesToShow(c, authorized)
    const pending = await pendingChanges(c, authorized)
    return renderSettings(c, org, formFrom(rules), String(org.rulesVersion), complaints, pending)
  })
  .post('/orgs/:org/settings', async (c) => {
    const form = await readForm(c)
    const authorized = await mayDecide(c, c.req.param('org'))
    try {
      const { changed, waiting } = await saveRules(c, authorized, rulesFrom(form), form.text('version'))
      const saved = new URLSearchParams({ saved: changed.join(), waits: waiting.join() })
      return c.redirect(`/orgs/${authorized.org.login}/settings?${saved}`, 303)
    } catch (error) {
      const complaints = error instanceof Refusal ? error.facts.complaints : undefined
      if (!Array.isArray(complaints)) throw error
      return renderSettings(
        c,
        authorized.org,
        (name) => form.text(name),
        form.text('version'),
        complaints.map(String),
        await pendingChanges(c, authorized),
        422,
      )
    }
  })
  .post('/orgs/:org/settings/:pause{pause|resume}', async (c) => {
    await readForm(c)
    const authorized = await mayDecide(c, c.req.param('org'))
    await savePause(c, authorized, c.req.param('pause') === 'pause')
    return c.redirect(`/orgs/${authorized.org.login}/settings`, 303)
  })
  .post('/orgs/:org/settings/pending/:id/:answer{agreement|cancel}', async (c) => {
    await readForm(c)
    const authorized = await mayDecide(c, c.req.param('org'))
    const answer = c.req.param('answer') === 'agreement' ? agree : cancel
    await answer(c, authorized, c.req.param('id'))
    return c.redirect(`/orgs/${authorized.org.login}/settings`, 303)
  })

/** The rules to show. Unreadable ones give their complaint and the defaults, which apply only once somebody saves them. */
function rulesToShow(c: Visit, authorized: Authorized): { rules: Rules; complaints: string[] } {
  try {
    return { rules: shownRules(authorized, c.var.platform.deployment), complaints: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { rules: DEFAULT_RULES, complaints: [error.sentence] }
  }
}

async function renderSettings(
  c: Visit,
  org: Organization,
  values: FormRules,
  version: string,
  complaints: readonly string[],
  pending: readonly PendingChange[],
  status: 200 | 422 = 200,
) {
  const here = `/orgs/${org.login}/settings`
  const lost = lostBy(c.var.platform.deployment.keeping)
  const troubles = await findChannelTroubles(c.var.platform.register, org.id)
  return await render(
    c,
    { title: `Settings of ${org.login}`, org: org.login, here: '/settings' },
    <>
      <h1>Settings</h1>
      {status === 200 && <SavedSettings query={c.req.query()} />}
      {troubles.map(({ channel, writtenAt, trouble }) => (
        <p class="notice bad">
          A message of <Time at={writtenAt} /> did not reach {channel === 'slack' ? 'Slack' : 'Discord'}.{' '}
          {trouble}
        </p>
      ))}
      {lost !== null && <p class="notice">{lost}</p>}
      <PendingList changes={pending} here={here} token={c.var.formToken} viewer={viewerOf(c)} />
      <RulesForm
        action={here}
        token={c.var.formToken}
        version={version}
        values={values}
        complaints={complaints}
      />
      <section class="sheet" id="pause">
        <h2>Pause</h2>
        {org.pausedAt === null ? (
          <>
            <p>Any owner can stop all removals at once. Audits and reviews go on.</p>
            <ButtonForm
              action={`${here}/pause`}
              token={c.var.formToken}
              label="Pause every removal"
              kind="danger"
            />
          </>
        ) : (
          <>
            <p>
              Every removal has been paused since <Time at={org.pausedAt} />
              {org.pausedBy !== null && `, by ${actorName(org.pausedBy)}`}. What an owner paused goes on when
              that owner says so, or two others do.
            </p>
            <ButtonForm action={`${here}/resume`} token={c.var.formToken} label="Resume removals" />
          </>
        )}
      </section>
      {await tokensSection(c, org)}
      <AuditLogForm org={org.login} webUrl={c.var.platform.deployment.webUrl} token={c.var.formToken} />
    </>,
    status,
  )
}

/** After a save, in one line: what changed at once, and what waits. */
function SavedSettings({ query: { saved, waits } }: { query: Record<string, string> }) {
  if (saved === undefined) return null
  const labelsIn = (names = '') => listed(names.split(',').flatMap((name) => quoted(name)))
  const [now, later] = [labelsIn(saved), labelsIn(waits)]
  return (
    <p class="notice good" role="status">
      <b>Saved.</b>{' '}
      {[
        ...(now === '' ? [] : [`Changed at once: ${now}.`]),
        ...(later === '' ? [] : [`Waits until another owner agrees: ${later}.`]),
        ...(now + later === '' ? ['Everything is as it was.'] : []),
      ].join(' ')}
    </p>
  )
}

function quoted(name: string): readonly string[] {
  const label = labelOfSetting(name)
  return label === null ? [] : [`“${label}”`]
}

function viewerOf(c: Visit): number | null {
  return c.var.caller.kind === 'person' ? c.var.caller.id : null
}
