/** Every page of a review asks the register at most eight times, sign-in and rights among them, whatever its size. */

import { expect, it } from 'vitest'
import type { Subject } from '../../src/policy/words.ts'
import type { Register } from '../../src/register/open.ts'
import { decisions, outcomes, proposals, restorations, revocations } from '../../src/register/schema.ts'
import { askingAbout, page, question } from '../fixtures/register/asked.ts'
import { listenedTo } from '../fixtures/register/listened.ts'
import { NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const BY = { kind: 'person', ...OWNER } as const
const STATES = ['open', 'needs_second', 'decided', 'kept', 'by_hand', 'done'] as const

/** Each view, and what stands above it after a saving or while an answer is changed. */
const LOOKS = [
  ...['', '?ask', '?undone=b', '?saved=b', '?q=p1&sort=name'],
  ...['?view=second', '?view=second&saved=b', '?view=second&change=p1'],
  ...['?view=decided', '?view=decided&saved=b', '?view=decided&change=p2'],
  ...['?view=queue', '?view=queue&saved=b', '?view=done', '?print'],
] as const

it('asks at most eight times, for four rows in every view as for four hundred', async () => {
  const few = await timesAsked(4)
  expect(Object.entries(few).filter(([, times]) => times > 8)).toEqual([])
  expect(await timesAsked(400)).toEqual({ ...few, 'the next page of what is done by hand': 7 })
}, 120_000)

/** How often each page asks, of a review with `n` proposals in every state: people, invitations and keys. */
async function timesAsked(n: number): Promise<Readonly<Record<string, number>>> {
  const site = await answeredReview(n)
  await page(site)
  const { register, calls } = listenedTo(site.register)
  Object.assign(site.platform, { register })
  const times: Record<string, number> = {}
  for (const look of LOOKS) {
    calls.length = 0
    const text = await page(site, look)
    times[look] = calls.flat().length
    const next = /view=queue&amp;(hands=[^"#]*)/.exec(text)?.[1]
    if (next === undefined) continue
    calls.length = 0
    await page(site, `?view=queue&${next}`)
    times['the next page of what is done by hand'] = calls.flat().length
  }
  return times
}

async function answeredReview(n: number): Promise<Site> {
  const site = await askingAbout([])
  const ids = Array.from({ length: n * STATES.length }, (_, at) => at)
  const rows = ids.map((at) => {
    const status = STATES[at % STATES.length] ?? 'open'
    return question(`p${at}`, { status, ...aboutA(at) })
  })
  await insertEach(site.register, (register) => rows.map((row) => register.insert(proposals).values(row)))
  const answered = rows.filter(({ status }) => status !== 'open')
  await insertEach(site.register, (register) =>
    answered.map(({ id, status, plan }) =>
      register.insert(decisions).values({
        ...{ id: `d-${id}`, proposalId: id, voter: `person:${OWNER.id}`, by: BY, reason: 'gone', plan },
        ...{ decision: status === 'kept' ? 'keep' : 'revoke', at: NOW, batch: 'b' },
      }),
    ),
  )
  const started = rows.flatMap(({ id, status }) =>
    status === 'by_hand' || status === 'done' ? [{ id, status }] : [],
  )
  await insertEach(site.register, (register) =>
    started.flatMap(({ id, status }) => [
      register.insert(revocations).values({
        ...{ id, orgId: 100, status, startedBy: BY, startedAt: NOW, finishedAt: NOW, attempt: 1 },
        ...{ rehearsal: false, verified: status === 'done' ? true : null, countedAt: NOW },
      }),
      register.insert(outcomes).values({
        ...{ revocationId: id, step: 0, action: 'remove_membership', target: 'lichen', at: NOW },
        status: status === 'done' ? 'done' : 'by_hand',
      }),
      register.insert(restorations).values({
        ...{ id: `back-${id}`, revocationId: id, orgId: 100, status: 'failed', askedBy: BY, askedAt: NOW },
        needsTwo: false,
      }),
    ]),
  )
  return site
}

/** Of each state every third is about a person, an invitation, a key. */
function aboutA(at: number): { readonly subject?: Subject; readonly subjectKey?: string } {
  const kind = (['account', 'invitation', 'deploy_key'] as const)[Math.floor(at / STATES.length) % 3]
  switch (kind) {
    case 'invitation':
      return { subject: { kind, id: at, login: null, name: `i${at}` }, subjectKey: `invitation:${at}` }
    case 'deploy_key':
      return {
        subject: { kind: 'credential', credentialKind: kind, id: `${at}`, name: `k${at}` },
        subjectKey: `credential:deploy_key:${at}`,
      }
    default:
      return {}
  }
}

type Inserts = Parameters<Register['batch']>[0][number][]

async function insertEach(register: Register, statements: (register: Register) => Inserts): Promise<void> {
  const all = statements(register)
  for (let from = 0; from < all.length; from += 200) {
    const [first, ...others] = all.slice(from, from + 200)
    if (first !== undefined) await register.batch([first, ...others])
  }
}
