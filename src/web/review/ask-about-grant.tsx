/** The form that asks in an open review about a team or a repository, and what becomes of it. */

import { Hono } from 'hono'
import { counted } from '../../policy/english.ts'
import { Refusal } from '../../policy/refusal.ts'
import type { SharedGrant } from '../../register/reviews/shared-grants.ts'
import { openGrantProposals } from '../../review.ts'
import type { Web } from '../access/visit.ts'
import { readForm } from '../form.ts'
import { Field, Form } from '../parts/form-fields.tsx'
import { mayDecide } from '../permissions/permissions.ts'

/** At the top of an open review; `askable` is null until somebody follows the link. `here`: the review's page. */
export function AskAboutGrant(props: {
  here: string
  token: string
  askable: readonly SharedGrant[] | null
}) {
  if (props.askable === null) {
    return (
      <p class="line no-print">
        <a href={`${props.here}?ask#ask-about-grant`}>Ask about a team or a repository</a>
      </p>
    )
  }
  if (props.askable.length === 0) return <p class="line">Nobody is in a team or has a direct role.</p>
  return (
    <section class="panel pad" id="ask-about-grant">
      <h2>Ask about a team or a repository</h2>
      <Form action={`${props.here}/grants`} token={props.token}>
        <p>
          Everybody who holds it is asked about, active people too, and only about this: leaving the team, or
          losing or lowering the direct role. Whoever uses it meanwhile keeps it. It takes nothing from the
          removal budget.
        </p>
        <Field id="about" label="Team or repository">
          <select id="about" name="about" required>
            <option value="">Choose one</option>
            {props.askable.map(({ kind, name, people }) => (
              <option value={`${kind}:${name}`}>
                {kind === 'team' ? 'team' : 'direct roles on'} {name} ({counted(people, 'person', 'people')})
              </option>
            ))}
          </select>
        </Field>
        <button type="submit" class="quiet">
          Ask about everybody who holds it
        </button>
      </Form>
    </section>
  )
}

export const askAboutGrantForm = new Hono<Web>().post('/orgs/:org/reviews/:id/grants', async (c) => {
  const form = await readForm(c)
  const { org, actor } = await mayDecide(c, c.req.param('org'))
  const reviewId = c.req.param('id')
  const about = aboutIn(form.text('about'))
  const { platform } = c.var
  await openGrantProposals(platform, { reviewId, orgId: org.id }, about, actor, platform.now)
  return c.redirect(`/orgs/${org.login}/reviews/${reviewId}`, 303)
})

function aboutIn(text: string) {
  const [kind, ...name] = text.split(':')
  if ((kind !== 'team' && kind !== 'repository') || name.join(':') === '')
    throw new Refusal('invalid', 'Please choose a team or a repository. Nobody was asked about.')
  return { kind, name: name.join(':') } as const
}
