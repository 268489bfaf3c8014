/** The forms of bearer tokens: make one, end one of one's own or of another owner. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import { endToken, makeToken, TOKEN_DAYS } from '../../access/tokens.ts'
import type { Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { render } from '../../parts/layout.tsx'
import { Day } from '../../parts/print.tsx'
import { mayRead } from '../../permissions/permissions.ts'

export const tokenForms = new Hono<Web>()
  .post('/me/tokens', async (c) => {
    const form = await readForm(c)
    const days = Number(form.text('days'))
    if (form.text('name') === '' || !Number.isInteger(days) || days < 1 || days > TOKEN_DAYS.most) {
      throw new Refusal(
        'invalid',
        `A token needs a name and must last 1 to ${TOKEN_DAYS.most} days. None was made.`,
      )
    }
    const scope = form.text('scope') === 'decide' ? 'decide' : 'read'
    const made = await makeToken(c, { name: form.text('name').slice(0, 100), scope, days })
    return render(
      c,
      { title: 'Your new token', robots: false },
      <>
        <h1>Your new token</h1>
        <p>
          This token is shown only once. It acts as you until <Day at={made.expiresAt} />; whoever has it can{' '}
          {scope === 'read' ? 'read what you can read' : 'read and decide as you can'}. The other owners of
          your organisations have been told, and can end it.
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
    await endToken(c, c.req.param('id'))
    return c.redirect('/me', 303)
  })
  .post('/orgs/:org/tokens/:id/end', async (c) => {
    await readForm(c)
    const { org } = await mayRead(c, c.req.param('org'))
    await endToken(c, c.req.param('id'))
    return c.redirect(`/orgs/${org.login}/settings#tokens`, 303)
  })
