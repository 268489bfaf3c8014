/** One stolen key of each kind against each gate, after the first review has opened. */
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast, Proposal } from '../cast.ts'
import { CAST } from '../characters.ts'
import { LOOSER, NO_GATES, oldSession, rulesNow, stolenKeys, token } from '../keys.ts'

const settings = `/api/orgs/${CAST.home}/settings`
const UNTIL = '2027-03-01'

export const gates: AttackClass = {
  name: 'gates',
  stage: {},
  attempts: [
    { name: 'a looser rule at once, by each key and each setting', try: loosened },
    { name: 'no notice, no cooling and no budget at once, by each key', try: noGates },
    { name: 'an exemption taken away at once', try: exemptionTaken },
    {
      name: "an owner's exemption on one word: another owner's, their token's, the operator's",
      try: ownerSpared,
    },
    { name: 'an owner exempts or sponsors themselves, under each spelling', try: sparesThemselves },
    { name: 'an owner who was renamed exempts themselves', try: sparesThemselvesRenamed },
    { name: 'a keep beyond 12 months, of owners and admins beyond 6', try: longKeep },
    { name: 'an exemption without end, or beyond 12 months', try: longExemption },
    { name: 'a token of more than 90 days', try: longToken },
    { name: 'a token made by a token, by the operator, by an old session', try: tokenByToken },
    { name: 'a token made unseen', try: tokenUnseen },
    { name: "a vote on one's own case", try: ownCase },
    { name: 'an owner deposed by one vote, by the operator, or by one owner twice', try: oneVote },
    { name: 'what an owner paused, resumed by another owner alone or by a token', try: resumed },
  ],
}

async function loosened(cast: Cast) {
  const before = await rulesNow(cast)
  const wrong: string[] = []
  for (const { name, caller } of await stolenKeys(cast))
    for (const [key, value] of Object.entries(LOOSER)) {
      const { status } = await cast.ask(caller, 'PUT', settings, { body: { [key]: value } })
      const now = await rulesNow(cast)
      if (JSON.stringify(now[key]) !== JSON.stringify(before[key])) {
        wrong.push(`${key} was changed at once by the ${name} (${status})`)
        // For the next key.
        await cast.ask(caller, 'PUT', settings, { body: { [key]: before[key] } })
      } else if (name !== 'fresh session' && status < 300)
        wrong.push(`the ${name} was answered ${status} for ${key}, not refused`)
    }
  return heldUnless(wrong)
}

async function noGates(cast: Cast) {
  const before = await rulesNow(cast)
  const wrong: string[] = []
  for (const { name, caller } of await stolenKeys(cast)) {
    await cast.ask(caller, 'PUT', settings, { body: NO_GATES })
    const now = await rulesNow(cast)
    for (const key of ['noticeDays', 'coolingHours', 'removalBudget'])
      if (JSON.stringify(now[key]) !== JSON.stringify(before[key]))
        wrong.push(`${key} was changed at once by the ${name}`)
  }
  return heldUnless(wrong)
}

/** Another owner may lift it; the one who gave it waits like everybody. */
async function exemptionTaken(cast: Cast) {
  const owner = await cast.signedInNow(CAST.owner)
  const exemptions = [{ login: 'idle-9', until: UNTIL, reason: 'On a long journey.' }]
  const put = await cast.ask(owner, 'PUT', settings, { body: { exemptions } })
  const wrong: string[] =
    put.status === 200 ? [] : [`exempting somebody else was answered ${put.status}, not 200`]
  for (const { name, caller } of await stolenKeys(cast)) {
    await cast.ask(caller, 'PUT', settings, { body: { exemptions: [] } })
    if (JSON.stringify((await rulesNow(cast)).exemptions).includes('idle-9')) continue
    wrong.push(`the ${name} took an exemption away at once`)
    await cast.ask(owner, 'PUT', settings, { body: { exemptions } })
  }
  return heldUnless(wrong)
}

async function ownerSpared(cast: Cast) {
  const wrong: string[] = []
  const before = await rulesNow(cast)
  const given = {
    exemptions: { login: CAST.idleOwner, until: UNTIL, reason: 'Still needed.' },
    sponsors: { login: CAST.idleOwner, sponsor: CAST.secondOwner },
  }
  for (const { name, caller } of await stolenKeys(cast))
    for (const [key, row] of Object.entries(given)) {
      const others = before[key]
      const list = [...(Array.isArray(others) ? others : []), row]
      const { status } = await cast.ask(caller, 'PUT', settings, { body: { [key]: list } })
      if (!JSON.stringify((await rulesNow(cast))[key]).includes(CAST.idleOwner)) continue
      wrong.push(`the ${name} alone spared an owner by ${key} at once (${status})`)
      await cast.ask(caller, 'PUT', settings, { body: { [key]: others } })
    }
  return heldUnless(wrong)
}

async function sparesThemselves(cast: Cast) {
  const id = cast.whole().world.account(CAST.idleOwner)?.id
  return spared(cast, CAST.idleOwner, [
    { login: CAST.idleOwner },
    { login: CAST.idleOwner.toUpperCase() },
    { login: `${CAST.idleOwner} ` },
    { login: 'idle-8', id },
    { login: CAST.idleOwner, id },
  ])
}

async function sparesThemselvesRenamed(cast: Cast) {
  cast.whole().github.rename(CAST.idleOwner, 'ines-again')
  try {
    const id = cast.whole().world.account('ines-again')?.id
    return await spared(cast, 'ines-again', [
      { login: 'ines-again' },
      { login: CAST.idleOwner },
      { login: 'idle-8', id },
    ])
  } finally {
    cast.whole().github.rename('ines-again', CAST.idleOwner)
  }
}

async function spared(cast: Cast, owner: string, spellings: readonly object[]) {
  const wrong: string[] = []
  const caller = await cast.signedInNow(owner)
  const keys = [caller, await token(cast, caller, 'decide')]
  const known = (await rulesNow(cast)).exemptions
  const others = Array.isArray(known) ? known : []
  for (const who of spellings)
    for (const key of keys) {
      const exemptions = [...others, { ...who, until: UNTIL, reason: 'Still needed.' }]
      const { status } = await cast.ask(key, 'PUT', settings, { body: { exemptions } })
      // A login that is none may be refused as such.
      if (status !== 403 && status !== 422)
        wrong.push(`exempting oneself as ${JSON.stringify(who)} was answered ${status}, not 403`)
      if (status < 300) await cast.ask(key, 'PUT', settings, { body: { exemptions: others } })
    }
  const sponsors = [{ login: owner, sponsor: CAST.owner }]
  const { status } = await cast.ask(caller, 'PUT', settings, { body: { sponsors } })
  if (status !== 403) wrong.push(`having oneself sponsored was answered ${status}, not 403`)
  return heldUnless(wrong)
}

async function longKeep(cast: Cast) {
  const usual = cast.home.proposals.find(
    ({ subject, risk }) => subject.kind === 'account' && !risk.privileged,
  )
  const privileged = cast.home.proposals.find(
    ({ subject, risk }) => subject.kind === 'account' && risk.privileged,
  )
  const wrong: string[] = []
  for (const [proposal, until] of [
    [usual, '2027-11-24'],
    [usual, '9999-12-31'],
    [privileged, '2027-05-24'],
  ] as const) {
    const path = `/api/proposals/${proposal?.id}/decisions`
    const body = { decision: 'keep', until, reason: 'x' }
    const { status } = await cast.ask(await cast.signedInNow(CAST.secondOwner), 'POST', path, { body })
    if (status !== 422)
      wrong.push(`keeping ${proposal?.subject.login} until ${until} was answered ${status}, not 422`)
  }
  return heldUnless(wrong)
}

async function longExemption(cast: Cast) {
  const owner = await cast.signedInNow(CAST.owner)
  const wrong: string[] = []
  for (const until of ['2027-11-24', '9999-12-31']) {
    const exemptions = [{ login: 'idle-7', until, reason: 'x' }]
    const { status } = await cast.ask(owner, 'PUT', settings, { body: { exemptions } })
    if (status !== 422) wrong.push(`exempting somebody until ${until} was answered ${status}, not 422`)
  }
  return heldUnless(wrong)
}

async function longToken(cast: Cast) {
  const owner = await cast.signedInNow(CAST.owner)
  const wrong: string[] = []
  for (const days of [91, 365, 100_000, -1, 1.5]) {
    const made = await cast.ask(owner, 'POST', '/api/tokens', { body: { name: 'x', scope: 'decide', days } })
    const form = await cast.form(owner, '/me/tokens', { name: 'x', scope: 'decide', days: String(days) })
    for (const [how, { status }] of [
      ['API', made],
      ['form', form],
    ] as const)
      if (status !== 422) wrong.push(`a token of ${days} days by the ${how} was answered ${status}, not 422`)
  }
  return heldUnless(wrong)
}

async function tokenByToken(cast: Cast) {
  const wrong: string[] = []
  for (const { name, caller } of await stolenKeys(cast)) {
    if (name === 'fresh session') continue
    const { status } = await cast.ask(caller, 'POST', '/api/tokens', {
      body: { name: 'x', scope: 'decide', days: 1 },
    })
    if (status !== 403) wrong.push(`a token made by the ${name} was answered ${status}, not 403`)
  }
  return heldUnless(wrong)
}

async function tokenUnseen(cast: Cast) {
  const kept = "select count(*) as n from letters where org_id = ?1 and kind = 'token_made'"
  const [before] = await cast.rows<{ n: number }>(kept, cast.home.id)
  await token(cast, await cast.signedInNow(CAST.owner), 'decide')
  await cast.whole().worker.scheduled(cast.whole().github.now())
  const entries = await cast.rows<{ act: string }>(
    "select act from history where org_id = ?1 and act like '%token%'",
    cast.home.id,
  )
  // Told on Monday: it asks nothing of anybody, and the settings show it at once.
  const [after] = await cast.rows<{ n: number }>(kept, cast.home.id)
  const told = (after?.n ?? 0) > (before?.n ?? 0)
  return heldUnless([
    ...(entries.length > 0 ? [] : ['the history has no entry about a token that was made']),
    ...(told ? [] : ['no message tells that a token was made']),
  ])
}

async function ownCase(cast: Cast) {
  const proposal = caseOf(cast, CAST.idleOwner)
  const session = await cast.signedInNow(CAST.idleOwner)
  const wrong: string[] = []
  for (const caller of [session, await token(cast, session, 'decide')])
    for (const body of [
      { decision: 'keep', until: UNTIL, reason: 'x' },
      { decision: 'revoke', reason: 'x' },
    ]) {
      const { status } = await cast.ask(caller, 'POST', `/api/proposals/${proposal.id}/decisions`, { body })
      if (status !== 403) wrong.push(`${body.decision} on one's own case was answered ${status}, not 403`)
    }
  const form = await cast.form(session, `/orgs/${CAST.home}/reviews/${cast.home.review}/decisions`, {
    [`answer.${proposal.id}`]: 'keep',
    [`until.${proposal.id}`]: UNTIL,
    reason: 'x',
  })
  if (form.status !== 403) wrong.push(`the form was answered ${form.status}, not 403`)
  return heldUnless(wrong)
}

async function oneVote(cast: Cast) {
  const { id } = caseOf(cast, CAST.idleOwner)
  const body = { decision: 'revoke', reason: 'x' }
  const wrong: string[] = []
  for (const { name, caller } of [...(await stolenKeys(cast)), ...(await stolenKeys(cast))]) {
    await cast.ask(caller, 'POST', `/api/proposals/${id}/decisions`, { body })
    const { status } = await cast.ask(caller, 'POST', `/api/proposals/${id}/revocation`)
    if (status < 300)
      wrong.push(`with the keys of one owner the ${name} started the removal of another (${status})`)
  }
  const [row] = await cast.rows<{ status: string }>('select status from proposals where id = ?1', id)
  if (row?.status !== 'needs_second' && row?.status !== 'open')
    wrong.push(`with the keys of one owner it is ${row?.status}`)
  return heldUnless(wrong)
}

async function resumed(cast: Cast) {
  const pause = `/api/orgs/${CAST.home}/pause`
  const owner = await cast.signedInNow(CAST.owner)
  await cast.ask(owner, 'PUT', pause, { body: { paused: true } })
  const wrong: string[] = []
  const keys = [
    ...(await stolenKeys(cast, CAST.secondOwner)),
    { name: 'old session of who paused', caller: await oldSession(cast, CAST.owner) },
    { name: 'token of who paused', caller: await token(cast, owner, 'decide') },
  ]
  for (const { name, caller } of keys) {
    const { status } = await cast.ask(caller, 'PUT', pause, { body: { paused: false } })
    const [row] = await cast.rows<{ at: string | null }>(
      'select paused_at as at from organizations where id = ?1',
      cast.home.id,
    )
    if (row?.at === null) {
      wrong.push(`what an owner paused was resumed by the ${name} (${status})`)
      await cast.ask(owner, 'PUT', pause, { body: { paused: true } })
    }
  }
  return heldUnless(wrong)
}

function caseOf({ home }: Cast, login: string): Proposal {
  const proposal = home.proposals.find(({ subject }) => subject.login === login)
  if (proposal === undefined) throw new Error(`The review does not ask about ${login}.`)
  return proposal
}
