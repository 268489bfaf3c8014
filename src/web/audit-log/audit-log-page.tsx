/** The page that an owner sees after handing in the audit log, and the form for it on the settings page. */

import { Hono } from 'hono'
import { counted } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { Web } from '../access/visit.ts'
import { readForm } from '../form.ts'
import { Field, Form } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { Day } from '../parts/print.tsx'
import { mayDecide, signedIn } from '../permissions/permissions.ts'
import { type HandedIn, handIn, leftOutInWords } from './hand-in.ts'

export const auditLogPage = new Hono<Web>().post('/orgs/:org/audit-log', async (c) => {
  // Before the body is read, which may be large.
  signedIn(c)
  const file = (await readForm(c)).file('export')
  const authorized = await mayDecide(c, c.req.param('org'))
  if (file === null || file.size === 0) {
    throw new Refusal('invalid', 'No file was chosen. Nothing was stored.')
  }
  const handedIn = await handIn(c, authorized, await file.text())
  const { login } = authorized.org
  return render(
    c,
    { title: `Audit log of ${login}`, org: login, here: '/settings' },
    <>
      <h1>The audit log was taken</h1>
      <Numbers handedIn={handedIn} />
      <p>
        The next audit uses it. It stands in the <a href={`/orgs/${login}/history`}>history</a> that you
        handed it in. Of the file nothing else was kept.
      </p>
    </>,
  )
})

/** The form that takes the export. */
export function AuditLogForm({ org, webUrl, token }: { org: string; webUrl: string; token: string }) {
  const settings = `${webUrl}/organizations/${org}/settings/audit-log`
  return (
    <section class="sheet" id="audit-log">
      <h2>Audit log</h2>
      <p>
        GitHub tells nobody when somebody joined, and shows administrative acts in its audit log alone. Export
        it (your organisation, <a href={settings}>Settings, Logs, Audit log</a>, Export, as JSON or CSV) and
        hand it in here. Whom it names as having acted counts as active then; whom it shows as added or raised
        counts as new. It accuses nobody, and it says nothing about yourself.
      </p>
      <p class="muted">
        Kept are the day of each person's newest act and since when they hold what they hold, of people with
        access only; nothing else of the file. The next audit uses it.
      </p>
      <Form action={`/orgs/${org}/audit-log`} token={token} enctype="multipart/form-data">
        <Field id="export" label="The exported file, at most 10 MiB">
          <input
            type="file"
            id="export"
            name="export"
            accept=".json,.ndjson,.csv,application/json,text/csv"
            required
          />
        </Field>
        <button type="submit" class="primary">
          Hand in
        </button>
      </Form>
    </section>
  )
}

function Numbers({ handedIn }: { handedIn: HandedIn }) {
  const { from, to, entries, cleared, dated, unknown, leftOut } = handedIn
  const people = (n: number) => counted(n, 'person', 'people')
  const sentences = leftOutInWords(leftOut)
  return (
    <>
      <dl class="facts sheet">
        <dt>Reaches</dt>
        <dd>
          from <Day at={from} /> to <Day at={to} />
        </dd>
        <dt>Entries used</dt>
        <dd>{entries}</dd>
        <dt>Shows an act of</dt>
        <dd>{people(cleared)}</dd>
        <dt>Tells since when access is held</dt>
        <dd>{people(dated)}</dd>
        <dt>Without access here</dt>
        <dd>{people(unknown)}</dd>
      </dl>
      {sentences.length > 0 && (
        <>
          <h2>What was left out</h2>
          <ul>
            {sentences.map((sentence) => (
              <li>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
