/** The page of the signed-in person: their access in every organisation here, and their tokens. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import { findDossier } from '../../register/access/dossier.ts'
import { findOrganizationsHolding } from '../../register/access/holders.ts'
import { endToken, findTokens, type TokenLabel } from '../../register/sign-in.ts'
import { makeToken, tokenMaker } from '../access/tokens.ts'
import { realNow, type Web } from '../access/visit.ts'
import { readForm } from '../form.ts'
import { DossierSheet } from '../parts/dossier-sheet.tsx'
import { ButtonForm, Field, Form, Select } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { Day } from '../parts/print.tsx'
import { Table } from '../parts/table.tsx'

export const mePages = new Hono<Web>()
  .get('/me', async (c) => {
    if (c.var.caller.kind === 'nobody') throw new Refusal('not_signed_in', 'Sign in to see your access.')
    const me = tokenMaker(c)
    const { register, now, deployment } = c.var.platform
    const organizations = await findOrganizationsHolding(register, me.id)
    const dossiers = await Promise.all(
      organizations.map((org) => findDossier(register, org, { id: me.id }, now).catch(refusalSentence)),
    )
    return render(
      c,
      { title: 'Your access', robots: false },
      <>
        <h1>Your access, {me.login}</h1>
        {dossiers.length === 0 && <p>No organisation that is served here has stored anything about you.</p>}
        {dossiers.map((dossier, index) => (
          <section>
            <h2>{organizations[index]?.login}</h2>
            {typeof dossier === 'string' ? (
              <p class="notice bad">{dossier}</p>
            ) : (
              <DossierSheet
                dossier={dossier}
                org={organizations[index]?.login ?? ''}
                webUrl={deployment.webUrl}
              />
            )}
          </section>
        ))}
        <Tokens tokens={await findTokens(register, me.id, realNow())} token={c.var.formToken} />
      </>,
    )
  })
  .post('/me/tokens', async (c) => {
    const form = await readForm(c)
    const days = Number(form.text('days'))
    if (form.text('name') === '' || !Number.isInteger(days) || days < 1 || days > 365) {
      throw new Refusal('invalid', 'A token needs a name and must last 1 to 365 days. None was made.')
    }
    const scope = form.text('scope') === 'decide' ? 'decide' : 'read'
    const made = await makeToken(c, { name: form.text('name').slice(0, 100), scope, days })
    return render(
      c,
      { title: 'Your new token', robots: false },
      <>
        <h1>Your new token</h1>
        <p>
          This token is shown only once. It acts as you; whoever has it can do what you can
          {scope === 'read' ? ' read' : ''}.
        </p>
        <p class="sheet">
          <code>{made.token}</code>
        </p>
        <p>
          <a href="/me">I have copied it</a>
        </p>
      </>,
      201,
    )
  })
  .post('/me/tokens/:id/end', async (c) => {
    await readForm(c)
    await endToken(c.var.platform.register, c.req.param('id'), tokenMaker(c).id, realNow())
    return c.redirect('/me', 303)
  })

/** The sentence of a refusal, so that one organisation's unreadable rules do not hide the others. */
function refusalSentence(error: unknown): string {
  if (error instanceof Refusal) return error.sentence
  throw error
}

function Tokens({ tokens, token }: { tokens: readonly TokenLabel[]; token: string }) {
  return (
    <section>
      <h2>Your tokens</h2>
      <Table
        caption="Bearer tokens for the API that act as you"
        columns={['Name', 'Scope', 'Created', 'Expires', 'End']}
        none="You have none."
        rows={tokens.map(({ id, name, scope, createdAt, expiresAt }) => [
          name,
          scope === 'read' ? 'read' : 'read and decide',
          <Day at={createdAt} />,
          <Day at={expiresAt} />,
          <ButtonForm action={`/me/tokens/${id}/end`} token={token} label="End" about={name} kind="quiet" />,
        ])}
      />
      <Form action="/me/tokens" token={token} class="filters">
        <Field id="name" label="Name of a new token">
          <input id="name" name="name" required maxlength={100} />
        </Field>
        <Field id="scope" label="Scope">
          <Select
            id="scope"
            name="scope"
            value="read"
            options={[
              ['read', 'read'],
              ['decide', 'read and decide'],
            ]}
          />
        </Field>
        <Field id="days" label="For how many days">
          <input id="days" name="days" type="number" min={1} max={365} value="90" required />
        </Field>
        <div class="field">
          <button type="submit">Make a token</button>
        </div>
      </Form>
    </section>
  )
}
