/** Shows bearer tokens: one's own with the form of a new one, and those of an organisation's owners. */

import type { TokenLabel, TokenOf } from '../../register/sign-in/bearer-tokens.ts'
import { TOKEN_DAYS, tokensOfOwners } from '../access/tokens.ts'
import type { Visit } from '../access/visit.ts'
import { ButtonForm, Field, Form, Select } from './form-fields.tsx'
import { Day } from './print.tsx'
import { Table } from './table.tsx'

/** The signed-in person's tokens, and the form that makes one. `token` is the session's form token. */
export function OwnTokens({ tokens, token }: { tokens: readonly TokenLabel[]; token: string }) {
  return (
    <section>
      <h2>Your tokens</h2>
      <Table
        caption="Bearer tokens for the API that act as you"
        columns={['Name', 'Scope', 'Created', 'Expires', 'End']}
        none="You have none."
        rows={tokens.map(({ id, name, scope, createdAt, expiresAt }) => [
          name,
          scopeInPrint(scope),
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
              ['read', scopeInPrint('read')],
              ['decide', scopeInPrint('decide')],
            ]}
          />
        </Field>
        <Field id="days" label={`For how many days (at most ${TOKEN_DAYS.most})`}>
          <input
            id="days"
            name="days"
            type="number"
            min={1}
            max={TOKEN_DAYS.most}
            value={String(TOKEN_DAYS.usual)}
            required
          />
        </Field>
        <div class="field">
          <button type="submit">Make a token</button>
        </div>
      </Form>
      <p>
        What waits for you as an owner can also stand in <a href="/me/calendar">your calendar</a>.
      </p>
    </section>
  )
}

/** The section of an organisation's settings with the tokens of its owners; nothing where a token looks at the page. */
export async function tokensSection(c: Visit, org: { readonly id: number; readonly login: string }) {
  const { caller, formToken } = c.var
  if (caller.kind !== 'person' || caller.by.kind !== 'session') return null
  return <OwnersTokens org={org.login} tokens={await tokensOfOwners(c, org.id)} token={formToken} />
}

function OwnersTokens(props: { org: string; tokens: readonly TokenOf[]; token: string }) {
  return (
    <section class="sheet" id="tokens">
      <h2>Tokens</h2>
      <p>
        Bearer tokens for the API, each of which acts as the owner who made it. Any owner can end any of them
        at once: an answer that was given with it and is not carried out yet no longer counts. Your own are
        made on <a href="/me">your page</a>.
      </p>
      <Table
        caption="Valid tokens of the owners, newest first"
        columns={['Name', 'Whose', 'Scope', 'Created', 'Expires', 'End']}
        none="No owner has a token."
        rows={props.tokens.map(({ id, name, maker, scope, createdAt, expiresAt }) => [
          name,
          maker.login,
          scopeInPrint(scope),
          <Day at={createdAt} />,
          <Day at={expiresAt} />,
          <ButtonForm
            action={`/orgs/${props.org}/tokens/${id}/end`}
            token={props.token}
            label="End"
            about={`${name} of ${maker.login}`}
            kind="quiet"
          />,
        ])}
      />
    </section>
  )
}

function scopeInPrint(scope: TokenLabel['scope']): string {
  return scope === 'read' ? 'read' : 'read and decide'
}
