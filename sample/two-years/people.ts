/** What owners and people of the sample say in a quarter, each signed in as themselves. */
import { ask, askAll } from '../../local/api.ts'
import { sessionOf } from '../../local/session.ts'
import { type Whole, withoutNotice } from '../../local/whole.ts'
import { people as cases } from '../people.ts'

const LAB = 'lichen-lab'

/** How many of those who can push lose it in each quarter, whose hand it is, and whether people are told before. */
const OWNERS = [
  { organization: LAB, owner: 'mara-voss', removals: 5, isTold: false },
  { organization: 'moss-press', owner: 'arno-fischer', removals: 2, isTold: false },
  { organization: 'grove-works', owner: 'oona-lowe', removals: 2, isTold: true },
] as const

/** The cases are left for whoever tries the product out. */
const LEFT_OPEN: ReadonlySet<string> = new Set(cases.map(({ login }) => login))

interface Asked {
  readonly id: string
  readonly status: string
  readonly subject: { readonly kind: string; readonly login?: string | null }
  readonly risk: { readonly privileged: boolean }
  readonly choices: readonly { readonly decision: string; readonly role: string | null }[] | null
}

/** Numbers for everybody, what is public is shared between organisations, six weeks to answer; in two of them neither notice nor pause, so that one sitting shows all. */
export async function setTheRules(running: Whole): Promise<void> {
  const { worker, apiToken } = running
  for (const { organization, isTold } of OWNERS) {
    if (!isTold) await withoutNotice(running, organization)
    const path = `/api/orgs/${organization}/settings`
    const rules = await ask<Record<string, unknown>>(worker, apiToken, path)
    const changed = {
      ...rules,
      ...(!isTold && { confirmNoNotice: true }),
      ...(organization === LAB && { emeritusTeam: 'emeritus' }),
      public: true,
      shareActivity: true,
      reviewDueDays: 45,
    }
    await ask(worker, apiToken, path, { method: 'PUT', body: JSON.stringify(changed) })
  }
}

/** The first of those who can push are thanked and let go, one steps back with honour, one is kept; the rest is carried over. */
export async function answerTheQuarter(running: Whole, quarter: number): Promise<void> {
  for (const { organization, owner, removals, isTold } of OWNERS) {
    const { review, asked } = await openQuestions(running, organization)
    if (review === null) continue
    const usual = asked.filter(
      ({ subject, risk, choices }) =>
        subject.kind === 'account' &&
        !risk.privileged &&
        !LEFT_OPEN.has(subject.login ?? '') &&
        (choices ?? []).some(({ decision }) => decision === 'downgrade'),
    )
    const as = await sessionOf(running.worker, owner)
    const path = `/api/orgs/${organization}/reviews/${review}/decisions`
    const [lowered, kept, ...others] = usual
    const leaving = others.slice(0, removals)
    const honoured = leaving.find(({ choices }) => choices?.some(({ decision }) => decision === 'emeritus'))
    const speaks = others[removals]
    if (speaks && quarter % 2 === 1) await stillNeeds(running, speaks)
    const answers = [
      {
        of: leaving.filter((each) => each !== honoured),
        ...{ decision: 'revoke', reason: 'Moved on to other things. Thank you!' },
      },
      { of: honoured ? [honoured] : [], decision: 'emeritus', reason: 'With thanks for eight years.' },
      {
        of: lowered ? [lowered] : [],
        decision: 'downgrade',
        role: 'read',
        reason: 'Reads, and says that it is enough.',
      },
      {
        of: kept ? [kept] : [],
        ...{ decision: 'keep', until: monthsLater(running, 6), reason: 'Is needed for the next release.' },
      },
    ]
    for (const { of, ...answer } of answers)
      if (of.length > 0)
        await send(running, as, 'POST', path, { ...answer, proposals: of.map(({ id }) => ({ id })) })
    if (isTold) await tell(running, as, [...leaving, ...(lowered ? [lowered] : [])])
  }
}

/** What two owners of lichen-lab decided about others' rights of owners and admins, by quarter. */
const BY_NAME = [
  {
    ...{ quarter: 2, about: 'mila-kestrel', owners: ['mara-voss', 'teo-lindqvist'] },
    answer: { decision: 'revoke', reason: 'Left sundew years ago, and says so.' },
  },
  {
    ...{ quarter: 5, about: 'ines-okafor', owners: ['teo-lindqvist'] },
    answer: { decision: 'keep', until: '2026-09-30', reason: 'On parental leave.' },
  },
] as const

/** The same answer of each owner; the second one's is what carries it out. */
export async function answerByName(running: Whole, now: number): Promise<void> {
  for (const { about, owners, answer } of BY_NAME.filter(({ quarter }) => quarter === now)) {
    const { asked } = await openQuestions(running, LAB)
    const question = asked.find(({ subject }) => subject.login === about)
    if (question === undefined) throw new Error(`The sample does not ask about ${about} in quarter ${now}.`)
    for (const owner of owners) {
      const as = await sessionOf(running.worker, owner)
      await send(running, as, 'POST', `/api/proposals/${question.id}/decisions`, answer)
    }
  }
}

/** Whoever shows no address, to which an e-mail goes by itself, is told in the chat. */
async function tell(running: Whole, as: string, asked: readonly Asked[]): Promise<void> {
  for (const { id, subject } of asked)
    if ((running.world.account(subject.login ?? '')?.email ?? null) === null)
      await send(running, as, 'POST', `/api/proposals/${id}/notice`, { way: 'chat' })
}

/** Somebody who was let go a quarter ago works here again. */
export async function giveOneBack(running: Whole): Promise<void> {
  const [{ organization, owner }] = OWNERS
  const { worker, apiToken } = running
  const reviews = await askAll<{ id: string }>(worker, apiToken, `/api/orgs/${organization}/reviews`)
  for (const { id } of reviews.slice(1)) {
    const path = `/api/orgs/${organization}/reviews/${id}/proposals`
    const gone = (await askAll<Asked>(worker, apiToken, path)).find(
      ({ status, subject, risk }) => status === 'done' && subject.kind === 'account' && !risk.privileged,
    )
    if (gone === undefined) continue
    const as = await sessionOf(worker, owner)
    await send(running, as, 'DELETE', `/api/proposals/${gone.id}/revocation`)
    return
  }
}

async function openQuestions({ worker, apiToken }: Whole, organization: string) {
  const path = `/api/orgs/${organization}/reviews`
  const [newest] = await askAll<{ id: string; status: string }>(worker, apiToken, path)
  if (newest === undefined || newest.status === 'closed') return { review: null, asked: [] }
  const asked = await askAll<Asked>(worker, apiToken, `${path}/${newest.id}/proposals`)
  return { review: newest.id, asked: asked.filter(({ status }) => status === 'open') }
}

/** They say so on their own page. */
async function stillNeeds(running: Whole, { id, subject }: Asked): Promise<void> {
  const as = await sessionOf(running.worker, subject.login ?? '')
  const text = 'I look after the old releases, and come back to it in spring.'
  await send(running, as, 'POST', '/api/me/answers', { proposal: id, answer: 'still_needed', text })
}

async function send(
  { worker }: Whole,
  cookie: string,
  method: string,
  path: string,
  body?: object,
): Promise<void> {
  const headers = { cookie, origin: worker.url.origin, 'content-type': 'application/json' }
  const answer = await worker.fetch(path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  const text = await answer.text()
  if (!answer.ok)
    throw new Error(`The sample's ${method} ${path} was answered ${answer.status}: ${text.slice(0, 300)}`)
}

function monthsLater({ github }: Whole, months: number): string {
  const at = new Date(github.now())
  at.setUTCMonth(at.getUTCMonth() + months)
  return at.toISOString().slice(0, 10)
}
