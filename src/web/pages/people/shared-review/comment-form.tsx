/** The form of comments on a review's page, for owners and who contributes: what was written in each row. */

import { Hono } from 'hono'
import type { Saying } from '../../../../policy/people/contributing/comment.ts'
import { isContributing } from '../../../../policy/people/contributing/viewer.ts'
import { Refusal } from '../../../../policy/refusal.ts'
import { DECISION_KINDS, LOWER_ROLES } from '../../../../policy/words.ts'
import { comment } from '../../../../review.ts'
import type { Visit, Web } from '../../../access/visit.ts'
import { readForm, type SentForm } from '../../../form.ts'
import { proposalForCommenting } from '../../../permissions/proposal-for.ts'
import { maySeeReview } from '../../../permissions/review-rights.ts'
import { showReview } from '../../../review/review-page.tsx'
import { type FormAgain, showSharedReview } from './shared-review.tsx'

/** So many rows are read of one form: each costs a few queries. */
const MOST_COMMENTS = 5

export const commentForm = new Hono<Web>().post('/orgs/:org/reviews/:id/comments', async (c) => {
  const form = await readForm(c)
  const right = await maySeeReview(c, c.req.param('org'))
  const { org, actor, viewer } = right
  const review = c.req.param('id')
  const url = new URL(`/orgs/${org.login}/reviews/${review}`, c.req.url)
  url.search = form.text('page')
  const said = saidIn(form)
  const refused =
    said.length === 0 ? NOTHING : said.length > MOST_COMMENTS ? TOO_MANY : await keepEach(c, said)
  if (refused === null) {
    url.searchParams.delete('comment')
    url.searchParams.set('said', String(said.length))
    return c.redirect(`${url.pathname}${url.search}#proposal-${said[0]?.proposalId}`, 303)
  }
  const again: FormAgain = {
    url,
    sent: { text: (field) => form.text(field), all: (field) => form.all(field), complaints: new Map() },
    notice: <NotKept sentence={refused.sentence} />,
    status: refused.code === 'invalid' ? 422 : refused.code === 'conflict' ? 409 : 403,
  }
  if (isContributing(viewer)) return await showSharedReview(c, right, review, again)
  return await showReview(c, org, actor, review, again)
})

const NOTHING = new Refusal('invalid', 'Nothing was written, so nothing was kept.')
const TOO_MANY = new Refusal(
  'invalid',
  `At most ${MOST_COMMENTS} are kept at once, and more were written. None was kept; take some out and send the rest afterwards.`,
)

/** One after the other, up to the first that may not be; null where all were kept. */
async function keepEach(
  c: Visit,
  said: readonly (Saying & { readonly proposalId: string })[],
): Promise<Refusal | null> {
  const { platform } = c.var
  for (const { proposalId, ...saying } of said) {
    try {
      const { actor: by } = await proposalForCommenting(c, proposalId)
      await comment(platform, proposalId, { ...saying, by }, platform.now)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict', 'forbidden'].includes(error.code))
        throw error
      return error
    }
  }
  return null
}

/** What was written, or suggested without a word, in each row. */
function saidIn(form: SentForm): readonly (Saying & { readonly proposalId: string })[] {
  return form.names.flatMap((name) => {
    const proposalId = /^text\.(.+)$/.exec(name)?.[1]
    if (proposalId === undefined) return []
    const [decision = '', role = ''] = form.text(`recommends.${proposalId}`).split(':')
    const text = form.text(name)
    if (text === '' && decision === '') return []
    const recommends = DECISION_KINDS.find((kind) => kind === decision) ?? null
    return [{ proposalId, text, recommends, role: LOWER_ROLES.find((each) => each === role) ?? null }]
  })
}

function NotKept({ sentence }: { sentence: string }) {
  return (
    <div class="notice bad" role="alert">
      <p>
        <b>The comment was not kept.</b> {sentence}
      </p>
    </div>
  )
}
