/** Floods of somebody without access: what they cost, what they tell, and whether owners notice. */
import { syntheticWorld } from '../../bench/world/synthetic-world.ts'
import { startChatelaine } from '../../test/fixtures/whole/whole.ts'
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import { KEEP_LIMITS, underAttack } from '../front.ts'
import type { Answer } from '../request.ts'

const FLOOD = 300
const OWNERS_MEANWHILE = 10
const CONNECTIONS = 200
/** With their outside collaborators 1,292 accounts, as `npm run bench` has it. */
const LARGE = { members: 1230, repositories: 20, acts: 4000 }

export const strangers: AttackClass = {
  name: 'strangers',
  stage: { vars: KEEP_LIMITS },
  attempts: [
    { name: 'served and unknown organisation while GitHub fails', try: whileGitHubFails },
    { name: `${FLOOD} parallel requests of one stranger`, try: flood },
    { name: `${FLOOD} parallel requests of one stranger that change something`, try: floodOfWrites },
    { name: `${FLOOD} beginnings of a sign-in write nothing`, try: floodOfSignIns },
    { name: `${CONNECTIONS} connections on the accounts page of 1,292 people`, try: manyConnections },
  ],
}

async function flood(cast: Cast) {
  const [stranger, owner] = [await cast.signedInNow(CAST.stranger), await cast.as(CAST.owner)]
  const before = asked(cast).length
  const [answers, owners] = await Promise.all([
    Promise.all(
      Array.from({ length: FLOOD }, (_, i) =>
        cast.ask(stranger, 'GET', i % 2 === 0 ? `/api/orgs/${CAST.home}/accounts` : `/orgs/${CAST.home}`),
      ),
    ),
    Promise.all(
      Array.from({ length: OWNERS_MEANWHILE }, () => cast.ask(owner, 'GET', `/api/orgs/${CAST.home}`)),
    ),
  ])
  // The look-up of the owner's own right may be among them.
  return heldUnless([...ofFlood(answers, asked(cast).slice(before), 1), ...refusedOwners(owners)])
}

async function floodOfWrites(cast: Cast) {
  const stranger = await cast.signedInNow('dario-costa')
  const before = asked(cast).length
  const answers = await Promise.all(
    Array.from({ length: FLOOD }, (_, i) =>
      i % 2 === 0
        ? cast.ask(stranger, 'POST', `/api/orgs/${CAST.home}/audits`)
        : cast.ask(stranger, 'PUT', `/api/orgs/${CAST.home}/settings`, { body: {} }),
    ),
  )
  return heldUnless(ofFlood(answers, asked(cast).slice(before), 0))
}

function ofFlood(
  answers: readonly { status: number }[],
  paths: readonly string[],
  ofOwners: number,
): string[] {
  const odd = Map.groupBy(
    // 429 tells nothing of an organisation.
    answers.filter(({ status }) => ![404, 429].includes(status)),
    ({ status }) => status,
  )
  return [
    ...(paths.length <= 1 + ofOwners
      ? []
      : [
          `${answers.length} requests of one stranger cost ${paths.length} look-ups at GitHub, not one: ${[...new Set(paths)].join(', ')}`,
        ]),
    ...[...odd].map(([status, of]) => `${of.length} were answered ${status}, not 404`),
  ]
}

function refusedOwners(owners: readonly Answer[]): string[] {
  const refused = owners.filter(({ status }) => status !== 200)
  return refused.length === 0
    ? []
    : [
        `${refused.length} of ${owners.length} requests of an owner were answered ${refused[0]?.status} meanwhile, not 200: ${refused[0]?.text.slice(0, 300)}`,
      ]
}

async function whileGitHubFails(cast: Cast) {
  const wrong: string[] = []
  for (const how of ['500', '502', 'reset', 'secondary', '401', 'truncated'] as const)
    for (const login of ['hana-kimura', 'piet-dekker', 'lila-farouk'].slice(0, how === '500' ? 3 : 1))
      for (const path of ['/api/orgs/ORG', '/orgs/ORG', '/api/orgs/ORG/accounts']) {
        const stranger = await cast.as(login)
        await cast.rows('delete from rights')
        cast.whole().github.faults.failMatching({}, how, 100)
        const served = await cast.ask(stranger, 'GET', path.replace('ORG', CAST.home))
        const unknown = await cast.ask(stranger, 'GET', path.replace('ORG', 'no-such-lab'))
        cast.whole().github.faults.clear()
        const plain = (text: string, org: string) => text.replaceAll(org, 'ORG')
        if (served.status !== unknown.status)
          wrong.push(
            `while GitHub fails (${how}), ${path} is ${served.status} where served and ${unknown.status} where unknown`,
          )
        else if (plain(served.text, CAST.home) !== plain(unknown.text, 'no-such-lab'))
          wrong.push(`while GitHub fails (${how}), ${path} has another text where served`)
      }
  return heldUnless(wrong)
}

async function floodOfSignIns(cast: Cast) {
  const count = async () =>
    (
      await cast.rows<{ n: number }>(
        'select (select count(*) from oauth_states) + (select count(*) from sessions) as n',
      )
    )[0]?.n
  const before = await count()
  await Promise.all(Array.from({ length: FLOOD }, () => cast.ask(null, 'GET', '/sign-in/start')))
  const after = await count()
  return heldUnless(
    after === before ? [] : [`${FLOOD} beginnings of a sign-in wrote ${(after ?? 0) - (before ?? 0)} rows`],
  )
}

/** On a Worker of its own: the invented organisation of that size. */
async function manyConnections() {
  const { world, organization } = syntheticWorld(LARGE, 20261122)
  const owner = world.organization(organization)?.members.find(({ role }) => role === 'admin')?.login ?? ''
  const large = await startChatelaine({
    world,
    vars: { REQUESTS_PER_INSTANCE: '1000', REQUESTS_PER_STEP: '30' },
    github: { limits: { rest: 1e9, graphql: 1e9, search: 1e9 } },
    adjust: underAttack,
  })
  try {
    await large.audited(organization)
    const headers = { cookie: await large.sessionOf(owner) }
    const visits = await Promise.allSettled(
      Array.from({ length: CONNECTIONS }, async () => {
        const answer = await large.worker.fetch(`/orgs/${organization}/accounts`, { headers })
        await answer.text()
        return answer.status
      }),
    )
    const odd = visits.filter((visit) => visit.status === 'rejected' || visit.value !== 200)
    const [first] = odd
    return heldUnless(
      first === undefined
        ? []
        : [
            `${odd.length} of ${CONNECTIONS} failed, the first with ${first.status === 'rejected' ? first.reason : first.value}`,
          ],
    )
  } finally {
    await large.close()
  }
}

/** Look-ups of somebody's right so far; each may ask for a token and for the account's login too. */
function asked(cast: Cast): string[] {
  return cast
    .whole()
    .github.requests.log.map(({ path }) => path)
    .filter((path) => path.includes('/memberships/'))
}
