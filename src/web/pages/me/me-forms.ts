/** Handles the forms of the person's own page; what is refused stands at its field, with what was entered. */

import { Hono } from 'hono'
import { Refusal, type RefusalCode } from '../../../policy/refusal.ts'
import { ANSWERS } from '../../../policy/words.ts'
import {
  answerProposal,
  askBack,
  endLeave,
  setLeave,
  takeAnswerBack,
  withdrawRequest,
} from '../../../review.ts'
import { personAnswering } from '../../access/person-answering.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { type SentToMe, showMe } from './me-page.tsx'

export const meForms = new Hono<Web>()
  .post('/me/answers', async (c) => {
    const form = await readForm(c)
    const by = personAnswering(c)
    const answer = ANSWERS.find((known) => known === form.text('answer'))
    if (answer === undefined)
      throw new Refusal('invalid', 'This is none of the answers. Nothing was recorded.')
    const given = {
      proposal: form.text('proposal'),
      answer,
      until: form.text('until'),
      text: form.text('text'),
    }
    return await orInPlace(
      c,
      async ({ platform }) => {
        if (answer === 'wrong' && given.text === '')
          throw new Refusal('invalid', 'Please say what is wrong. Nothing was recorded.')
        const { proposal: proposalId, ...rest } = given
        await answerProposal(platform, { ...rest, proposalId, by, toldBy: null }, platform.now)
        return `/me/answers/${encodeURIComponent(proposalId)}`
      },
      (complaint) => ({ answer: { ...given, complaint } }),
    )
  })
  .post('/me/answers/:proposal/take-back', async (c) => {
    await readForm(c)
    const given = { proposalId: c.req.param('proposal'), by: personAnswering(c) }
    return await orInPlace(c, async ({ platform }) => {
      await takeAnswerBack(platform, given, platform.now)
      return '/me?saved=taken-back'
    })
  })
  .post('/me/leave', async (c) => {
    const form = await readForm(c)
    const by = personAnswering(c)
    const until = form.text('until')
    return await orInPlace(
      c,
      async ({ platform }) => {
        await setLeave(platform, { account: by.id, orgId: null, until, by }, platform.now)
        return '/me?saved=leave#leave'
      },
      (complaint) => ({ leave: { until, complaint } }),
    )
  })
  .post('/me/leave/end', async (c) => {
    await readForm(c)
    const by = personAnswering(c)
    return await orInPlace(c, async ({ platform }) => {
      await endLeave(platform, { account: by.id, by }, platform.now)
      return '/me?saved=back'
    })
  })
  .post('/me/requests', async (c) => {
    const form = await readForm(c)
    const by = personAnswering(c)
    const given = { revocation: form.text('revocation'), text: form.text('text') }
    return await orInPlace(
      c,
      async ({ platform }) => {
        await askBack(platform, { ...given, by }, platform.now)
        return '/me?saved=asked'
      },
      (complaint) => ({ request: { ...given, complaint } }),
    )
  })
  .post('/me/requests/:id/withdraw', async (c) => {
    await readForm(c)
    const given = { request: c.req.param('id'), by: personAnswering(c) }
    return await orInPlace(c, async ({ platform }) => {
      await withdrawRequest(platform, given, platform.now)
      return '/me?saved=withdrawn'
    })
  })

/** Does it and leads on; a refusal is shown on the page, at the field where `place` puts it, else at its head. */
async function orInPlace(
  c: Visit,
  act: (of: Visit['var']) => Promise<string>,
  place?: (complaint: string) => Partial<SentToMe>,
): Promise<Response> {
  const person = personAnswering(c)
  try {
    return c.redirect(await act(c.var), 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const status = STATUS[error.code]
    if (status === undefined) throw error
    // Only what can be mended at a field stands there; the rest has no form any more.
    const sent =
      error.code === 'invalid' && place !== undefined
        ? { ...place(error.sentence), refused: 'Nothing was saved: please look at the field that is marked.' }
        : { refused: error.sentence }
    return await showMe(c, person, { ...sent, status })
  }
}

const STATUS: Readonly<Partial<Record<RefusalCode, SentToMe['status']>>> = {
  invalid: 422,
  not_found: 404,
  conflict: 409,
  forbidden: 403,
}
