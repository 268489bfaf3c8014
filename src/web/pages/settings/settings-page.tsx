/** The settings page: the changes that wait, the form of the rules in groups, and a preview of what they would come to. */

import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { Refusal } from '../../../policy/refusal.ts'
import { DEFAULT_RULES, type Rules } from '../../../policy/rules/rules.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { AuditLogForm } from '../../audit-log/audit-log-page.tsx'
import { readForm, type SentForm } from '../../form.ts'
import { render } from '../../parts/layout.tsx'
import { tokensSection } from '../../parts/token-tables.tsx'
import { type Authorized, mayDecide, mayRead } from '../../permissions/permissions.ts'
import { aboutRow } from '../../rules/form/list-rows.ts'
import { type FormRules, formAsSent, formFrom, rulesFrom } from '../../rules/form/rules-form.ts'
import { savePause } from '../../rules/pause.ts'
import { agree, cancel, type PendingChange, pendingChanges } from '../../rules/pending-changes.ts'
import { PendingList } from '../../rules/pending-list.tsx'
import { previewRules } from '../../rules/preview/preview.ts'
import { PreviewNotice } from '../../rules/preview/preview-notice.tsx'
import { GROUPS } from '../../rules/rule-fields.ts'
import { RuleComplaints, RulesForm } from '../../rules/rules-fields.tsx'
import { readSentRules, saveRules } from '../../rules/save-rules.ts'
import { shownRules } from '../../rules/shown-rules.ts'
import { AppSection, PauseForm, PauseLine, Troubles } from './beside-rules.tsx'
import { addressAfterSave, SavedSettings } from './saved-settings.tsx'

export const settingsPages = new Hono<Web>()
  .get('/orgs/:org/settings', async (c) => {
    const authorized = await mayRead(c, c.req.param('org'))
    const { org } = authorized
    const { rules, complaints } = await rulesToShow(c, authorized)
    return renderSettings(c, authorized, {
      ...{ values: formFrom(rules), version: String(org.rulesVersion), complaints, status: 200 },
      above: (pending) => <SavedSettings c={c} authorized={authorized} pending={pending} />,
    })
  })
  .post('/orgs/:org/settings', async (c) => {
    const form = await readForm(c)
    const authorized = await mayDecide(c, c.req.param('org'))
    return await orComplaints(c, authorized, form, async () => {
      const saved = await saveRules(c, authorized, rulesFrom(form), form.text('version'))
      return c.redirect(addressAfterSave(authorized.org.login, saved), 303)
    })
  })
  .post('/orgs/:org/settings/preview', async (c) => {
    const form = await readForm(c)
    const authorized = await mayDecide(c, c.req.param('org'))
    const { org } = authorized
    return await orComplaints(c, authorized, form, async () => {
      const { before, after } = await readSentRules(c, authorized, rulesFrom(form))
      const preview = await previewRules(c.var.platform.register, org, before ?? DEFAULT_RULES, after)
      return renderSettings(c, authorized, {
        ...{ values: formAsSent(form), version: form.text('version'), complaints: [], status: 200 },
        above: () => <PreviewNotice preview={preview} org={org.login} />,
      })
    })
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

/** The answer; where what was sent is wrong, the form as it was left, each complaint at its field. */
async function orComplaints(
  c: Visit,
  authorized: Authorized,
  form: SentForm,
  answer: () => Promise<Response>,
): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    const complaints = error instanceof Refusal ? error.facts.complaints : undefined
    if (!Array.isArray(complaints)) throw error
    return renderSettings(c, authorized, {
      ...{ values: formAsSent(form), version: form.text('version'), above: () => null },
      status: error instanceof Refusal && error.code === 'forbidden' ? 403 : 422,
      complaints: complaints.map((complaint) => aboutRow(String(complaint), form)),
    })
  }
}

/** The rules to show. Unreadable ones give their complaint and the defaults, which apply only once somebody saves them. */
async function rulesToShow(
  c: Visit,
  authorized: Authorized,
): Promise<{ rules: Rules; complaints: string[] }> {
  try {
    return { rules: await shownRules(authorized, c.var.platform), complaints: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { rules: DEFAULT_RULES, complaints: [error.sentence] }
  }
}

/** What the page shows of the rules; `above`: what became of what was sent. */
interface Shown {
  readonly values: FormRules
  readonly version: string
  readonly complaints: readonly string[]
  readonly above: (pending: readonly PendingChange[]) => Child
  readonly status: 200 | 403 | 422
}

async function renderSettings(c: Visit, authorized: Authorized, shown: Shown): Promise<Response> {
  const { org } = authorized
  const here = `/orgs/${org.login}/settings`
  const token = c.var.formToken
  const pending = await pendingChanges(c, authorized)
  const anchors = [...GROUPS, ...BESIDE].map(({ id, heading }) => [id, heading] as const)
  return await render(
    c,
    { title: `Settings of ${org.login}`, org: org.login, here: '/settings' },
    <>
      {shown.above(pending)}
      <RuleComplaints complaints={shown.complaints} />
      <h1>Rules of {org.login}</h1>
      <Troubles c={c} org={org} />
      <PendingList changes={pending} here={here} token={token} viewer={viewerOf(c)} />
      <div class="settings">
        <nav aria-label="Settings" class="small">
          <ul>
            {anchors.map(([id, heading]) => (
              <li>
                <a href={`#${id}`}>{heading}</a>
              </li>
            ))}
          </ul>
        </nav>
        <div>
          <RulesForm
            action={here}
            token={token}
            version={shown.version}
            values={shown.values}
            complaints={shown.complaints}
            beside={{ removing: <PauseLine org={org} /> }}
          />
          <PauseForm org={org} here={here} token={token} />
          <AppSection org={org} deployment={c.var.platform.deployment} />
          {await tokensSection(c, org)}
          <AuditLogForm org={org.login} webUrl={c.var.platform.deployment.webUrl} token={token} />
        </div>
      </div>
    </>,
    shown.status,
  )
}

/** What stands under the form of the rules. */
const BESIDE = [
  { id: 'app', heading: 'App and permissions' },
  { id: 'tokens', heading: 'Tokens' },
  { id: 'audit-log', heading: 'Audit log' },
] as const

function viewerOf(c: Visit): number | null {
  return c.var.caller.kind === 'person' ? c.var.caller.id : null
}
