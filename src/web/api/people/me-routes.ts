/** The API routes of the person's own page: all that is held on them, and asking to come back. */

import { createRoute, z } from '@hono/zod-openapi'
import { LONGEST_REASON } from '../../../policy/decisions/reason.ts'
import { NOT_OBSERVED } from '../../../policy/people/not-observed.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { findTokens } from '../../../register/sign-in/bearer-tokens.ts'
import type { Person } from '../../../register/sign-in/sessions.ts'
import { askBack, declineReturn, withdrawRequest } from '../../../review.ts'
import { personAnswering } from '../../access/person-answering.ts'
import { realNow, type Visit } from '../../access/visit.ts'
import { type AboutMe, type AboutMeIn, aboutMe, isOpenQuestion } from '../../pages/me/about-me.ts'
import { signedIn } from '../../permissions/permissions.ts'
import { proposalForDeciding } from '../../permissions/proposal-for.ts'
import { json, openBody, ProposalParameter, problems, router, security } from '../contract.ts'
import { Me } from './me-shapes.ts'

const meRoute = createRoute({
  method: 'get',
  path: '/api/me',
  operationId: 'getMe',
  summary: 'All that is held on you, in every organisation served here',
  description: 'Everything that your page shows. Nobody else can read it; reading it is no history entry.',
  security,
  responses: { 200: json('All of it', Me), ...problems },
})

const askRoute = createRoute({
  method: 'post',
  path: '/api/me/requests',
  operationId: 'askToComeBack',
  summary: 'Asks the owners for what was taken from you',
  description:
    'As long as the way back is open: until the `giveBackUntil` that `getMe` answers. Nothing comes back before an owner gives it back.',
  security: [{ session: [] }],
  request: openBody({ revocation: z.string(), text: z.string().max(LONGEST_REASON).default('') }),
  responses: { 201: json('Asked', z.object({ id: z.string() })), ...problems },
})

const withdrawRoute = createRoute({
  method: 'delete',
  path: '/api/me/requests/{id}',
  operationId: 'withdrawRequest',
  summary: 'Asks no more for what was taken from you',
  security: [{ session: [] }],
  request: { params: z.object({ id: z.string() }) },
  responses: { 204: { description: 'Withdrawn' }, ...problems },
})

const declineRoute = createRoute({
  method: 'delete',
  path: '/api/proposals/{id}/request',
  operationId: 'declineReturn',
  summary: 'Declines to give back what the person asks for',
  description: 'The reason stands in the history; the person does not see it. Giving back stays possible.',
  security,
  request: {
    params: ProposalParameter,
    query: z.strictObject({ reason: z.string().max(LONGEST_REASON).default('') }),
  },
  responses: { 204: { description: 'Declined' }, ...problems },
})

export const meApi = router()
  .openapi(meRoute, async (c) => {
    c.header('cache-control', 'no-store')
    const person = personReading(c)
    const { platform } = c.var
    const [me, tokens] = await Promise.all([
      aboutMe(platform, person, platform.now, { held: 'everywhere' }),
      findTokens(platform.register, person.id, realNow()),
    ])
    return c.json(
      {
        ...toMe(me),
        // As everywhere, no token learns of tokens.
        tokens: isSignedIn(c)
          ? tokens.map(({ id, name, scope, createdAt, expiresAt }) => ({
              ...{ id, name, scope, createdAt, expiresAt },
            }))
          : null,
        notObserved: [...NOT_OBSERVED],
      },
      200,
    )
  })
  .openapi(askRoute, async (c) => {
    const { platform } = c.var
    const ask = { ...c.req.valid('json'), by: personAnswering(c) }
    return c.json(await askBack(platform, ask, platform.now), 201)
  })
  .openapi(withdrawRoute, async (c) => {
    const { platform } = c.var
    const given = { request: c.req.valid('param').id, by: personAnswering(c) }
    await withdrawRequest(platform, given, platform.now)
    return c.body(null, 204)
  })
  .openapi(declineRoute, async (c) => {
    const { proposal, authorized } = await proposalForDeciding(c, c.req.valid('param').id)
    const { platform } = c.var
    const { reason } = c.req.valid('query')
    await declineReturn(platform, { revocation: proposal.id, by: authorized.actor, reason }, platform.now)
    return c.body(null, 204)
  })

/** Somebody signed in, or a token that acts as its maker; the deployment's own token is nobody of whom anything is held. */
function personReading(c: Visit): Person {
  const caller = signedIn(c)
  if (caller.kind === 'person') return { id: caller.id, login: caller.login }
  throw new Refusal('forbidden', 'This is what is held on a person, and the deployment’s token is none.')
}

function isSignedIn(c: Visit): boolean {
  const { caller } = c.var
  return caller.kind === 'person' && caller.by.kind === 'session'
}

function toMe({ id, login, name, organizations, leaves }: AboutMe) {
  return {
    ...{ id, login, name },
    organizations: organizations.map(toOrganization),
    leaves: leaves.map(({ organization, since, until, by, endedAt }) => ({
      ...{ organization, since, until, by, endedAt },
    })),
  }
}

function toOrganization(about: AboutMeIn) {
  const { organization, owners, held } = about
  return {
    ...{ organization, owners: [...owners] },
    dossier: held.kind === 'shown' ? held.dossier : null,
    unreadable: held.kind === 'unreadable' ? held.sentence : null,
    credentials: (held.kind === 'shown' ? held.credentials : []).map((key) => ({
      ...key,
      scopes: [...key.scopes],
    })),
    questions: about.questions.map((question) => ({
      proposal: question.proposal.id,
      status: question.proposal.status,
      open: isOpenQuestion(question),
      toldAt: question.told.findLast(({ result }) => result === 'sent')?.at ?? null,
      earliest: question.earliest.kind === 'on' ? question.earliest.at : null,
      reviewEndsAt: question.review.dueAt,
    })),
    notices: about.notices.map(({ proposalId, kind, result, way, at, recordedBy, seenAt }) => ({
      ...{ proposal: proposalId, kind, result, way, at, recordedBy, seenAt },
    })),
    answers: about.answers.map(({ proposalId, answer, until, text, by, toldBy, at, endedAt }) => ({
      ...{ proposal: proposalId, answer, until, text, by, toldBy, at, endedAt },
    })),
    taken: about.taken.map(({ id, takenAt, startedAt, status, removed, until, whyNot, requests }) => ({
      ...{ revocation: id, at: takenAt ?? startedAt, status, removed, giveBackUntil: until, whyNot },
      requests: requests.map((asked) => ({
        ...{ id: asked.id, at: asked.at, text: asked.text },
        ...{ endedAt: asked.endedAt, endedBecause: asked.endedBecause },
      })),
    })),
  }
}
