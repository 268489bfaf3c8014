/** A small organisation in a register, in domain words, for the tests of the acts. It never speaks to GitHub. */

import type { Letter } from '../src/notify/letter.ts'
import type { Outside } from '../src/outside.ts'
import type { Activity, Actor, Grant, Verdict } from '../src/policy/words.ts'
import { recordActivity } from '../src/register/activity.ts'
import { recordGrants } from '../src/register/grants.ts'
import type { Register } from '../src/register/open.ts'
import { accounts, audits, organizations, repositories, teams, verdicts } from '../src/register/schema.ts'

export const NOW = '2026-11-22T06:00:00Z'
export const LAB = { id: 6001, login: 'lichen-lab', installationId: null }

/** mara and teo are active owners, felix and dora inactive members, gus an inactive owner, petra pushes directly. */
export const PEOPLE = { mara: 1, teo: 2, felix: 3, dora: 4, gus: 5, petra: 6 } as const
export const ATLAS = 101
export const CORE = 201

export const mara: Actor = { kind: 'person', id: PEOPLE.mara, login: 'mara' }
export const teo: Actor = { kind: 'person', id: PEOPLE.teo, login: 'teo' }

const inactive: Verdict = {
  verdict: 'inactive',
  newest: null,
  since: '2026-05-22T06:00:00Z',
  heldSinceBefore: NOW,
}

const GRANTS: readonly Grant[] = [
  { kind: 'base_permission', role: 'read' },
  { kind: 'organization_role', account: PEOPLE.mara, role: 'admin' },
  { kind: 'organization_role', account: PEOPLE.teo, role: 'admin' },
  { kind: 'organization_role', account: PEOPLE.gus, role: 'admin' },
  { kind: 'organization_role', account: PEOPLE.felix, role: 'member' },
  { kind: 'organization_role', account: PEOPLE.dora, role: 'member' },
  { kind: 'outside_collaborator', account: PEOPLE.petra },
  { kind: 'repository_role', account: PEOPLE.petra, repository: ATLAS, role: 'write' },
  { kind: 'team_membership', account: PEOPLE.felix, team: CORE, role: 'member' },
  { kind: 'team_repository', team: CORE, repository: ATLAS, role: 'write' },
]

/** Fills the register with an organisation whose first audit has just been complete. */
export async function settle(
  register: Register,
  rules: object | null = { noticeDays: 0, coolingHours: 0 },
): Promise<void> {
  await register.insert(organizations).values({
    id: LAB.id,
    login: LAB.login,
    nodeId: 'O_lab',
    firstCompleteAt: NOW,
    rules: rules === null ? null : JSON.stringify(rules),
    firstSeen: NOW,
  })
  await register.insert(audits).values(anAudit('audit-1', NOW))
  await register
    .insert(accounts)
    .values(Object.entries(PEOPLE).map(([login, id]) => ({ id, login, type: 'User' as const })))
  await register.insert(repositories).values({
    id: ATLAS,
    orgId: LAB.id,
    name: 'atlas',
    nodeId: 'R_atlas',
    private: false,
    archived: false,
    fork: false,
    pushedAt: NOW,
    firstSeen: NOW,
  })
  await register
    .insert(teams)
    .values({ id: CORE, orgId: LAB.id, slug: 'core', name: 'Core', privacy: 'closed', firstSeen: NOW })
  await give(register, GRANTS)
  const by = (account: number): Verdict => ({
    verdict: 'active',
    by: commit(account, '2026-11-20T09:00:00Z'),
  })
  const judged: readonly [number, Verdict][] = [
    [PEOPLE.mara, by(PEOPLE.mara)],
    [PEOPLE.teo, by(PEOPLE.teo)],
    [PEOPLE.felix, inactive],
    [PEOPLE.dora, inactive],
    [PEOPLE.gus, inactive],
    [PEOPLE.petra, inactive],
  ]
  await register.insert(verdicts).values(
    judged.map(([accountId, verdict]) => ({
      orgId: LAB.id,
      accountId,
      verdict: verdict.verdict,
      facts: JSON.stringify(verdict),
      auditId: 'audit-1',
    })),
  )
}

export function anAudit(id: string, at: string) {
  return {
    id,
    orgId: LAB.id,
    status: 'complete' as const,
    askedBy: '{"kind":"calendar"}',
    asOf: at,
    startedAt: at,
    finishedAt: at,
    leaseUntil: at,
    bookmark: '{}',
    step: 'finished',
  }
}

export async function give(register: Register, grants: readonly Grant[], orgId = LAB.id): Promise<void> {
  for (const statement of recordGrants(register, orgId, grants, NOW)) await run(statement)
}

export async function act(register: Register, activity: Activity): Promise<void> {
  await run(recordActivity(register, LAB.id, [activity], '2030-01-01T00:00:00Z'))
}

export const commit = (account: number, at: string): Activity => ({
  account,
  repository: ATLAS,
  kind: 'commit',
  at,
  url: null,
  source: 'probe',
})

/** The outside without GitHub: what is posted and started is kept for looking at. */
export function anOutside(
  register: Register,
  deployment: object = {},
): Outside & { letters: Letter[]; started: object[] } {
  const letters: Letter[] = []
  const started: object[] = []
  const unasked = () => {
    throw new Error('This test does not ask GitHub.')
  }
  // The cast: only what the acts under test use is here.
  return {
    register,
    now: NOW,
    deployment: {
      publicUrl: 'https://keys.example',
      webUrl: 'https://github.com',
      apiUrl: 'http://127.0.0.1:1',
      rehearsal: null,
      requests: { perInstance: 40, perStep: 4 },
      ...deployment,
    },
    github: unasked,
    writer: unasked,
    post: async (_orgId: number, letter: Letter) => {
      letters.push(letter)
    },
    startRevocation: async (revocation: object) => {
      started.push(revocation)
    },
    letters,
    started,
  } as unknown as Outside & { letters: Letter[]; started: object[] }
}

/** A statement outside of a batch: every statement of drizzle runs when it is awaited. */
async function run(statement: unknown): Promise<void> {
  await statement
}
