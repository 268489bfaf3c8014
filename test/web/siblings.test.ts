/** What an organisation's people see of somebody's acts in the other organisations of the same deployment. */
import { describe, expect, it } from 'vitest'
import { ACTIVITY_KINDS, type Activity, type ActivityKind, type Id } from '../../src/policy/words.ts'
import { accountsStatement } from '../../src/register/access/accounts.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { repositoriesStatement } from '../../src/register/access/repositories.ts'
import { implausibleStatement } from '../../src/register/activity/implausible.ts'
import { activityStatement } from '../../src/register/activity/newest-acts.ts'
import { type ActElsewhere, findActsElsewhere } from '../../src/register/activity/sister-organizations.ts'
import type { Register, Statement } from '../../src/register/open.ts'
import { closeOrganizationsExcept, recordOrganizations } from '../../src/register/organizations.ts'
import { Dossier as DossierShape } from '../../src/web/api/shapes.ts'
import { type Castle, IDLE, NOW, OWNER, openCastle } from '../fixtures/web.ts'

/** The castle's sibling, and organisations that only some tests have. */
const LICHEN = 100
const MOSS = 200
const FERN = 300
/** Repositories of moss. */
const OPEN = 30
const SECRET = 31

const PUSH_THERE: ActElsewhere = { organization: 'moss', at: '2026-11-20T09:00:00Z', kind: 'push' }

describe('an act in a sibling organisation', () => {
  it('is shown as context, and changes no verdict, no reason and no use of a grant', async () => {
    const castle = await openCastle()
    const { elsewhere: nothing, ...before } = await dossier(castle)
    await acts(castle, MOSS, { at: PUSH_THERE.at })
    const { elsewhere, ...after } = await dossier(castle)
    expect([nothing, elsewhere]).toEqual([[], [PUSH_THERE]])
    expect(after).toEqual(before)
    expect(after.verdict).toBe('inactive')
  })

  it('is told on the page in one kind sentence, without its repository and its address', async () => {
    const castle = await openCastle()
    expect(await page(castle)).not.toContain('elsewhere')
    await acts(castle, MOSS, { at: PUSH_THERE.at })
    const shown = await page(castle)
    expect(shown).toMatch(/Last public activity in moss<\/dt><dd><time [^>]*>2026-11-20<\/time> push/)
    expect(shown).toContain('it changes no verdict and is no use of a grant in Lichen')
    expect(shown).not.toMatch(/moss\/|garden|secret-address/)
  })

  it('is the same for an owner, an owner of both, the operator and the person, and asks GitHub about nobody', async () => {
    const castle = await openCastle({ organizationRoleOf: async () => 'owner' })
    await acts(castle, MOSS, { at: '2026-11-21T09:00:00Z', repository: SECRET })
    await acts(castle, MOSS, { at: PUSH_THERE.at })
    const asOwnerOfBoth = await castle.visit('/api/orgs/lichen/accounts/bela', OWNER)
    expect(((await asOwnerOfBoth.json()) as Dossier).elsewhere).toEqual([PUSH_THERE])
    expect((await dossier(castle)).elsewhere).toEqual([PUSH_THERE])
    expect(await (await castle.visit('/me', IDLE)).text()).toContain('Last public activity in moss')
    const counting = await openCastle()
    await acts(counting, MOSS, { at: PUSH_THERE.at })
    await counting.visit('/orgs/lichen/accounts/bela', OWNER)
    expect(counting.asked.times).toBe(1)
  })

  it('stands once for each sibling, the newest first', async () => {
    const castle = await openCastle()
    await fern(castle.register)
    await acts(castle, MOSS, { at: '2026-01-01T00:00:00Z', kind: 'issue' })
    await acts(castle, MOSS, { at: PUSH_THERE.at })
    await acts(castle, FERN, { at: '2026-11-21T00:00:00Z', kind: 'review', repository: 40 })
    expect((await dossier(castle)).elsewhere).toEqual([
      { organization: 'fern', at: '2026-11-21T00:00:00Z', kind: 'review' },
      PUSH_THERE,
    ])
  })
})

describe('design §3.7: nothing of a sibling is shown but what everybody can see', () => {
  /** What stands in the way, beside a public act of moss that would have shown. */
  const VEILS: readonly (readonly [string, (castle: Castle) => Promise<void>])[] = [
    ['an act in a private repository', (castle) => acts(castle, MOSS, { repository: SECRET })],
    ['an act that belongs to no repository', (castle) => acts(castle, MOSS, { repository: null })],
    ['an act in a repository that is not known', (castle) => acts(castle, MOSS, { repository: 999 })],
    [
      'an act in a repository that was public and is private now',
      async (castle) => {
        await acts(castle, MOSS, {})
        await repositoriesStatement(castle.register, MOSS, [repository(OPEN, true)], NOW)
      },
    ],
    [
      'an act in a repository that is no longer seen',
      async (castle) => {
        await acts(castle, MOSS, {})
        await castle.register.$client.prepare('update repositories set closed_at = ?').bind(NOW).run()
      },
    ],
    [
      'an act in a repository that has moved to another organisation',
      async (castle) => {
        await acts(castle, MOSS, {})
        await repositoriesStatement(castle.register, LICHEN, [repository(OPEN, false)], NOW)
      },
    ],
    [
      'an act in an organisation that is served no longer',
      async (castle) => {
        await acts(castle, MOSS, {})
        await closeOrganizationsExcept(castle.register, [LICHEN], NOW)
      },
    ],
    [
      'a commit with an impossible date',
      async (castle) => {
        // The older act makes bela somebody whose acts moss keeps at all.
        await acts(castle, MOSS, { repository: SECRET })
        const commit = anAct({ kind: 'commit', at: '2027-11-22T06:00:00Z' })
        await implausibleStatement(castle.register, MOSS, [commit], NOW)
        expect(await castle.register.query.implausibleActs.findMany()).toHaveLength(1)
      },
    ],
    ['an act of another account', (castle) => acts(castle, MOSS, { account: OWNER.id })],
    [
      'an act of the account that had this login before',
      async (castle) => {
        const bearer = { id: 55, login: 'bela', type: 'User' as const }
        await accountsStatement(castle.register, [{ ...bearer, nodeId: null, name: null, createdAt: null }])
        await acts(castle, MOSS, { account: 55 })
      },
    ],
    [
      'an act of somebody who holds nothing here any more',
      async (castle) => {
        await acts(castle, MOSS, {})
        const close = castle.register.$client.prepare('update grants set closed_at = ? where org_id = ?')
        await close.bind(NOW, LICHEN).run()
      },
    ],
    ['an act in the organisation itself', (castle) => acts(castle, LICHEN, { repository: 10 })],
  ]

  it.each(VEILS)('%s is not shown', async (_what, furnished) => {
    const castle = await openCastle()
    await furnished(castle)
    expect((await dossier(castle)).elsewhere).toEqual([])
    expect(await page(castle)).not.toContain('moss')
  })

  it('behind an act that is not shown the newest public one is', async () => {
    const castle = await openCastle()
    await acts(castle, MOSS, { at: '2026-11-21T09:00:00Z', repository: SECRET })
    await acts(castle, MOSS, { at: '2026-11-21T10:00:00Z', kind: 'advisory' })
    await acts(castle, MOSS, { at: PUSH_THERE.at })
    expect((await dossier(castle)).elsewhere).toEqual([PUSH_THERE])
  })

  it('an invitation to a stranger is no question about them', async () => {
    const castle = await openCastle()
    await acts(castle, MOSS, { account: 55 })
    const invitation = {
      invitation: 5,
      account: 55,
      role: 'direct_member',
      createdAt: NOW,
      inviter: OWNER.id,
    }
    const invited = { kind: 'organization_invitation', ...invitation } as const
    await all(grantsStatements(castle.register, LICHEN, [invited], NOW))
    expect(await findActsElsewhere(castle.register, LICHEN, 55, NOW)).toEqual([])
    await all(grantsStatements(castle.register, LICHEN, [{ kind: 'outside_collaborator', account: 55 }], NOW))
    expect(await findActsElsewhere(castle.register, LICHEN, 55, NOW)).toHaveLength(1)
  })

  it('only where every condition holds is anything shown, in all their combinations', async () => {
    const { register } = await openCastle()
    await fern(register)
    // One account per combination, each with exactly one act: whoever shows an act has all conditions met.
    const cases = ACTIVITY_KINDS.flatMap((kind) =>
      [MOSS, FERN, LICHEN].flatMap((org) =>
        [false, true].flatMap((secret) =>
          [NOW, '2026-11-22T06:00:01Z'].flatMap((at) =>
            [true, false].map((member) => ({ kind, org, secret, at, member })),
          ),
        ),
      ),
    ).map((one, index) => ({ ...one, account: 1000 + index }))
    const repositories = new Map([
      [MOSS, [repository(OPEN, false), repository(SECRET, true)]],
      [FERN, [repository(40, false), repository(41, true)]],
      [LICHEN, [repository(10, false), repository(11, true)]],
    ])
    const held = (account: Id) => ({ kind: 'organization_role' as const, account, role: 'member' as const })
    for (const [org, [open, secret]] of repositories) {
      const here = cases.filter((one) => one.org === org)
      const members = cases.filter((one) => one.org === org || (org === LICHEN && one.member))
      await repositoriesStatement(
        register,
        org,
        [open, secret].flatMap((one) => one ?? []),
        NOW,
      )
      await all(
        grantsStatements(
          register,
          org,
          members.map(({ account }) => held(account)),
          NOW,
        ),
      )
      const done = here.map(({ account, kind, at, secret: veiled }) =>
        anAct({ account, kind, at, repository: (veiled ? secret : open)?.id ?? null }),
      )
      await activityStatement(register, org, done, '2030-01-01T00:00:00Z')
    }
    await closeOrganizationsExcept(register, [LICHEN, MOSS], NOW)
    for (const one of cases) {
      const shows =
        one.org === MOSS &&
        !one.secret &&
        one.at === NOW &&
        one.member &&
        one.kind !== 'advisory' &&
        one.kind !== 'release'
      expect(await findActsElsewhere(register, LICHEN, one.account, NOW), JSON.stringify(one)).toEqual(
        shows ? [{ organization: 'moss', at: one.at, kind: one.kind }] : [],
      )
    }
  })
})

type Dossier = ReturnType<typeof DossierShape.parse>

/** As the API tells it, held to the shape that OpenAPI prints. */
async function dossier(castle: Castle): Promise<Dossier> {
  return DossierShape.parse(await (await castle.api('/api/orgs/lichen/accounts/bela')).json())
}

async function page(castle: Castle): Promise<string> {
  return await (await castle.visit('/orgs/lichen/accounts/bela', OWNER)).text()
}

/** Somebody (bela unless told) does something in an organisation that holds something on them. */
async function acts(castle: Castle, org: Id, change: Partial<Activity>): Promise<void> {
  await furnish(castle)
  const act = anAct(change)
  const member = { kind: 'organization_role', account: act.account, role: 'member' } as const
  if (org !== LICHEN) await all(grantsStatements(castle.register, org, [member], NOW))
  await activityStatement(castle.register, org, [act], '2030-01-01T00:00:00Z')
}

/** Moss has a public repository and a private one. */
async function furnish({ register }: Castle): Promise<void> {
  await repositoriesStatement(register, MOSS, [repository(OPEN, false), repository(SECRET, true)], NOW)
}

async function fern(register: Register): Promise<void> {
  const more = { nodeId: 'O_300', installationId: null, repositorySelection: null }
  await recordOrganizations(register, [{ id: FERN, login: 'fern', ...more }], NOW)
  await repositoriesStatement(register, FERN, [repository(40, false)], NOW)
}

function repository(id: Id, isPrivate: boolean) {
  return {
    id,
    name: `garden-${id}`,
    nodeId: `R_${id}`,
    private: isPrivate,
    archived: false,
    fork: false,
    defaultBranch: 'main',
    createdAt: null,
    pushedAt: null,
  }
}

function anAct(change: Partial<Activity>): Activity {
  const kind: ActivityKind = 'push'
  const url = 'https://github.example/secret-address'
  return { account: IDLE.id, repository: OPEN, kind, at: NOW, url, source: 'probe', ...change }
}

async function all(statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await statement
}
