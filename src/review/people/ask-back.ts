/**
 * Records that somebody asks for the access that was taken from them, and ends the request: an owner declines, or the person
 * withdraws.
 */

import { askedBack, messageContext } from '../../notify/messages.ts'
import type { Platform } from '../../platform.ts'
import { LONGEST_REASON } from '../../policy/decisions/reason.ts'
import { withoutStop } from '../../policy/english.ts'
import { whyNotAskedBack } from '../../policy/people/ask-back.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Actor, Instant } from '../../policy/words.ts'
import { findHistoryHead, recordChange } from '../../register/history/history.ts'
import { findOrganizationById } from '../../register/organizations.ts'
import {
  endRequestStatement,
  findOpenRequest,
  findRequestsOf,
  type ReturnRequest,
  requestStatement,
} from '../../register/people/return-requests.ts'
import { findTaken } from '../../register/people/taken.ts'

type Person = Extract<Actor, { kind: 'person' }>
type Posting = Pick<Platform, 'register' | 'deployment' | 'post'>

/** Asks the owners for what the revocation took; they read it on the review's page and in their channels. */
export async function askBack(
  platform: Posting,
  ask: { readonly revocation: string; readonly text: string; readonly by: Person },
  now: Instant,
): Promise<{ readonly id: string }> {
  const { register } = platform
  const { by } = ask
  const text = ask.text.trim()
  if (text.length > LONGEST_REASON)
    throw new Refusal(
      'invalid',
      `What you write to the owners has ${LONGEST_REASON} characters at most. Nothing was asked for.`,
    )
  const taken = (await findTaken(register, by.id)).find(({ id }) => id === ask.revocation) ?? null
  const why = whyNotAskedBack(taken, by.id, platform.deployment.keeping, now)
  if (why !== null) throw why.refusal
  const organization = taken === null ? undefined : await findOrganizationById(register, taken.orgId)
  if (taken === null || organization === undefined)
    throw new Error(`What ${ask.revocation} took was read and is not there.`)
  const id = crypto.randomUUID()
  const asked = await recordChange(
    register,
    organization.id,
    requestStatement(register, {
      ...{ id, orgId: organization.id, revocationId: taken.id, accountId: by.id, at: now },
      text: text === '' ? null : text,
    }),
    {
      ...{ at: now, act: 'return_asked', actor: by, subject: taken.subject },
      sentence: `${actorFirst(by)} asks for what was taken from them.`,
      facts: { proposal: taken.id, request: id },
    },
  )
  if (!asked)
    throw new Refusal(
      'conflict',
      'It was asked for already, or is on its way back. Nothing was changed; load your page again.',
    )
  await platform.post(
    organization.id,
    askedBack(messageContext(platform.deployment.publicUrl, organization, readRules(organization.rules)), {
      ...{ proposalId: taken.id, reviewId: taken.reviewId, subject: taken.subject, at: now },
      history: await findHistoryHead(register, organization.id),
    }),
  )
  return { id }
}

/** An owner says no. The reason stands in the history; the person sees the day and whom to talk to. */
export async function declineReturn(
  { register }: Pick<Platform, 'register'>,
  { revocation, by, reason }: { readonly revocation: string; readonly by: Actor; readonly reason: string },
  now: Instant,
): Promise<void> {
  const open = await findOpenRequest(register, revocation)
  if (open === null)
    throw new Refusal('conflict', 'Nobody asks for this any more. Nothing was changed; reload the page.')
  if (by.kind !== 'person')
    throw new Refusal('forbidden', 'Only an owner says no to a person, no deployment token. Nothing changed.')
  if (by.id === open.accountId)
    throw new Refusal(
      'forbidden',
      'This is your own request: another owner answers it. You can take it back on your own page. Nothing was changed.',
    )
  if (reason.length > LONGEST_REASON)
    throw new Refusal('invalid', `A reason has ${LONGEST_REASON} characters at most. Nothing was changed.`)
  const sentence = `${actorFirst(by)} declined to give back what was asked for${reason === '' ? '' : `: ${withoutStop(reason)}`}.`
  await end({ register }, open, by, { because: 'declined', act: 'return_declined', sentence }, now)
}

/** The person does not ask any more. */
export async function withdrawRequest(
  { register }: Pick<Platform, 'register'>,
  { request, by }: { readonly request: string; readonly by: Person },
  now: Instant,
): Promise<void> {
  const own = (await findRequestsOf(register, by.id)).find(({ id }) => id === request)
  if (own === undefined)
    throw new Refusal('not_found', 'You have asked for nothing of this name. Nothing was changed.')
  const sentence = `${actorFirst(by)} does not ask any more for what was taken from them.`
  await end({ register }, own, by, { because: 'withdrawn', act: 'return_withdrawn', sentence }, now)
}

async function end(
  { register }: Pick<Platform, 'register'>,
  { id, orgId, accountId, revocationId }: ReturnRequest,
  by: Person,
  {
    because,
    act,
    sentence,
  }: { readonly because: 'declined' | 'withdrawn'; readonly act: string; readonly sentence: string },
  now: Instant,
): Promise<void> {
  const taken = (await findTaken(register, accountId)).find((each) => each.id === revocationId)
  const ended = await recordChange(
    register,
    orgId,
    endRequestStatement(register, id, { by, because, at: now }),
    {
      ...{ at: now, act, actor: by, subject: taken?.subject ?? null, sentence },
      facts: { proposal: revocationId, request: id },
    },
  )
  if (!ended) throw new Refusal('conflict', 'It has ended already. Nothing was changed; load the page again.')
}
