/** Many at once: decisions, owners, clicks and audits in the same moment. */
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast, Proposal } from '../cast.ts'
import { CAST } from '../characters.ts'
import { removalCalls, removedOf, rested, usualAccounts } from '../removals.ts'

const DECISIONS = 20
const CLICKS = 18
const BUDGET = 3
const STARTS = 10

/** For whom owners answer at once; nobody else of the class decides on them. */
const CONTESTED = ['paul-deschamps', 'carla-nunes']

export const races: AttackClass = {
  name: 'races',
  stage: {
    rules: {
      noticeDays: 0,
      coolingHours: 0,
      confirmNoNotice: true,
      removalBudget: { count: BUDGET, share: 1 },
    },
  },
  attempts: [
    { name: `${DECISIONS} decisions at once on one proposal`, try: manyDecisions },
    { name: 'two owners at once, each with another answer', try: twoOwners },
    { name: `${STARTS} starts of one revocation at once`, try: manyStarts },
    { name: `a budget of ${BUDGET} against ${CLICKS} clicks at once`, try: manyClicks },
    { name: `${STARTS} starts of an audit at once`, try: manyAudits },
    { name: `${STARTS} openings of a review at once`, try: manyReviews },
  ],
}

async function manyDecisions(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const proposal = accountOf(cast, CONTESTED[0])
  const body = { decision: 'revoke', reason: 'at once' }
  const answers = await Promise.all(
    Array.from({ length: DECISIONS }, () =>
      cast.ask(owner, 'POST', `/api/proposals/${proposal.id}/decisions`, { body }),
    ),
  )
  const taken = answers.filter(({ status }) => status === 201).length
  const odd = answers.filter(({ status }) => ![201, 409].includes(status))
  const standing = await standingVotes(cast, proposal)
  const [entries] = await cast.rows<{ n: number }>(
    "select count(*) as n from history_texts where org_id = ?1 and text like '%at once%'",
    cast.home.id,
  )
  return heldUnless([
    ...(taken === 1 ? [] : [`${taken} of ${DECISIONS} were answered 201, not one`]),
    ...odd.map(({ status, text }) => `one was answered ${status}: ${text.slice(0, 100)}`),
    ...(standing.length === 1 ? [] : [`${standing.length} votes of one voter stand`]),
    ...(entries?.n === 1 ? [] : [`the history has ${entries?.n} entries about it, not one`]),
  ])
}

async function twoOwners(cast: Cast) {
  const proposal = accountOf(cast, CONTESTED[1])
  const path = `/api/proposals/${proposal.id}/decisions`
  const revoke = { decision: 'revoke', reason: 'x' }
  const keep = { decision: 'keep', reason: 'x', until: '2027-01-31' }
  const [one, two] = [await cast.as(CAST.owner), await cast.as(CAST.secondOwner)]
  const answers = await Promise.all([
    cast.ask(one, 'POST', path, { body: revoke }),
    cast.ask(two, 'POST', path, { body: keep }),
  ])
  const votes = await standingVotes(cast, proposal)
  const [row] = await cast.rows<{ status: string }>('select status from proposals where id = ?1', proposal.id)
  const start = await cast.ask(two, 'POST', `/api/proposals/${proposal.id}/revocation`)
  const kept = votes.some(({ decision }) => decision === 'keep')
  return heldUnless([
    ...answers
      .filter(({ status }) => ![200, 201, 409].includes(status))
      .map(({ status }) => `an answer was answered ${status}`),
    ...(votes.length === 2 && row?.status !== 'open'
      ? [`two contrary votes stand, and the proposal is ${row?.status}, not open`]
      : []),
    ...(kept && start.status === 202 ? ['it was carried out against the vote of the second owner'] : []),
  ])
}

async function manyStarts(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const key = cast.home.proposals.find(({ subject }) => subject.kind === 'credential')
  if (key === undefined) throw new Error('The review asks about no credential.')
  await cast.ask(owner, 'POST', `/api/proposals/${key.id}/decisions`, {
    body: { decision: 'revoke', reason: 'x' },
  })
  await Promise.all(
    Array.from({ length: STARTS }, () => cast.ask(owner, 'POST', `/api/proposals/${key.id}/revocation`)),
  )
  await rested(cast)
  const revoked = cast
    .whole()
    .github.requests.log.filter(
      ({ method, path }) => method !== 'GET' && path.includes('/personal-access-tokens'),
    )
  const [started] = await cast.rows<{ n: number }>(
    `select count(*) as n from history join history_texts on history_texts.ref = history.ref
      where act = 'revocation_started' and json_extract(text, '$.facts.proposal') = ?1`,
    key.id,
  )
  return heldUnless([
    ...(revoked.length === 1 ? [] : [`GitHub was asked ${revoked.length} times to end the token, not once`]),
    ...(started?.n === 1 ? [] : [`the history has ${started?.n} starts, not one`]),
  ])
}

async function manyClicks(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const accounts = usualAccounts(cast).filter(({ subject }) => !CONTESTED.includes(subject.login ?? ''))
  const decided: Proposal[] = []
  for (const proposal of accounts.slice(0, CLICKS)) {
    const body = { decision: 'revoke', reason: 'x' }
    const { status } = await cast.ask(owner, 'POST', `/api/proposals/${proposal.id}/decisions`, { body })
    if (status === 201) decided.push(proposal)
  }
  const clicks = () =>
    Promise.all(decided.map(({ id }) => cast.ask(owner, 'POST', `/api/proposals/${id}/revocation`)))
  await clicks()
  await rested(cast)
  await clicks()
  await rested(cast)
  const removed = removedOf(cast, cast.home.proposals).length
  const removals = removalCalls(cast).filter((call) => /\/orgs\/[^/]+\/(members|memberships)\//.test(call))
  return heldUnless([
    ...(decided.length === CLICKS ? [] : [`only ${decided.length} could be decided, not ${CLICKS}`]),
    ...(removed <= BUDGET ? [] : [`${removed} accounts were removed with a budget of ${BUDGET}`]),
    ...(removed > 0 ? [] : ['nobody was removed, so nothing was shown']),
    ...(new Set(removals).size === removals.length
      ? []
      : ['GitHub was asked twice to remove the same member']),
  ])
}

/** A small organisation's audit may end before the last of these is looked at, and then another begins: never one beside it. */
async function manyAudits(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const path = `/api/orgs/${cast.home.login}/audits`
  let most = 0
  const look = async () => {
    const [running] = await cast.rows<{ n: number }>(
      "select count(*) as n from audits where status in ('queued', 'running') and org_id = ?1",
      cast.home.id,
    )
    most = Math.max(most, running?.n ?? 0)
  }
  const answers = await Promise.all(
    Array.from({ length: STARTS }, async () => {
      const answer = await cast.ask(owner, 'POST', path)
      await look()
      return answer
    }),
  )
  const begun = answers.flatMap(({ status, text }) =>
    status === 202 ? [(JSON.parse(text) as { id: string }).id] : [],
  )
  return heldUnless([
    ...(begun.length > 0 ? [] : ['none was answered 202']),
    ...(new Set(begun).size === begun.length ? [] : ['one audit was answered 202 twice']),
    ...(most <= 1 ? [] : [`${most} audits ran at once`]),
  ])
}

async function manyReviews(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const path = `/api/orgs/${cast.home.login}/reviews`
  await Promise.all(Array.from({ length: STARTS }, () => cast.ask(owner, 'POST', path)))
  const [open] = await cast.rows<{ n: number }>(
    'select count(*) as n from reviews where closed_at is null and org_id = ?1',
    cast.home.id,
  )
  return heldUnless(open?.n === 1 ? [] : [`${open?.n} reviews are open at once`])
}

function accountOf({ home }: Cast, login: string | undefined): Proposal {
  const proposal = home.proposals.find(({ subject }) => subject.login === login)
  if (proposal === undefined) throw new Error(`The review does not ask about ${login}.`)
  return proposal
}

function standingVotes(cast: Cast, { id }: Proposal) {
  return cast.rows<{ decision: string }>(
    'select decision from decisions where proposal_id = ?1 and ended_at is null',
    id,
  )
}
