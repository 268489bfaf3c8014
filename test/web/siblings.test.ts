/** What pages and API show of somebody's activity in the other organisations of the same deployment. */
import { describe, expect, it } from 'vitest'
import { ACTIVITY_KINDS, type Activity, type ActivityKind, type Id } from '../../src/policy/words.ts'
import { accountsStatement } from '../../src/register/access/accounts.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { repositoriesStatement } from '../../src/register/access/repositories.ts'
import { implausibleStatement } from '../../src/register/activity/implausible.ts'
import { activityStatements } from '../../src/register/activity/newest-acts.ts'
import {
  type ActElsewhere,
  findActsElsewhere,
} from '../../src/register/activity/sisters/sister-organizations.ts'
import type { Register, Statement } from '../../src/register/open.ts'
import { closeOrganizationsExcept, recordOrganizations } from '../../src/register/organizations.ts'
import { Dossier as DossierShape } from '../../src/web/api/shapes.ts'
import { IDLE, NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

/** The site's sibling, and organisations that only some tests have. */
const LICHEN = 100
const MOSS = 200
const FERN = 300
/** Repositories of moss. */
const OPEN = 30
const SECRET = 31

const PUSH_THERE: ActElsewhere = { organization: 'moss', at: '2026-11-20T09:00:00.000Z', kind: 'push' }

describe('activity in a sibling organisation', () => {
  it('is shown as context, and changes no verdict, no reason and no use of a grant', async () => {
    const site = await openSite()
    const { elsewhere: nothing, ...before } = await dossier(site)
    await addActivity(site, MOSS, { at: PUSH_THERE.at })
    const { elsewhere, ...after } = await dossier(site)
    expect([nothing, elsewhere]).toEqual([[], [PUSH_THERE]])
    expect(after).toEqual(before)
    expect(after.verdict).toBe('inactive')
  })

  it('is on the page in one kind sentence, without its repository and its address', async () => {
    const site = await openSite()
    expect(await page(site)).not.toContain('elsewhere')
    await addActivity(site, MOSS, { at: PUSH_THERE.at })
    const shown = await page(site)
    expect(shown).toMatch(/Last public activity in moss<\/dt><dd><time [^>]*>20 November 2026<\/time> push/)
    expect(shown).toContain('it changes no verdict and is no use of a grant in Lichen')
    expect(shown).not.toMatch(/moss\/|garden|secret-address/)
  })

  it('is the same for an owner, an owner of both, the operator and the person, and costs no GitHub request', async () => {
    const site = await openSite({ organizationRoleOf: async () => 'owner' })
    await addActivity(site, MOSS, { at: '2026-11-21T09:00:00.000Z', repository: SECRET })
    await addActivity(site, MOSS, { at: PUSH_THERE.at })
    const asOwnerOfBoth = await site.visit('/api/orgs/lichen/accounts/bela', OWNER)
    expect(((await asOwnerOfBoth.json()) as Dossier).elsewhere).toEqual([PUSH_THERE])
    expect((await dossier(site)).elsewhere).toEqual([PUSH_THERE])
    expect(await (await site.visit('/me?held=Lichen', IDLE)).text()).toContain('Last public activity in moss')
    const counting = await openSite()
    await addActivity(counting, MOSS, { at: PUSH_THERE.at })
    await counting.visit('/orgs/lichen/accounts/bela', OWNER)
    expect(counting.asked.times).toBe(1)
  })

  it('is shown once for each sibling, the newest first', async () => {
    const site = await openSite()
    await addFern(site.register)
    await addActivity(site, MOSS, { at: '2026-01-01T00:00:00.000Z', kind: 'issue' })
    await addActivity(site, MOSS, { at: PUSH_THERE.at })
    await addActivity(site, FERN, { at: '2026-11-21T00:00:00.000Z', kind: 'review', repository: 40 })
    expect((await dossier(site)).elsewhere).toEqual([
      { organization: 'fern', at: '2026-11-21T00:00:00.000Z', kind: 'review' },
      PUSH_THERE,
    ])
  })
})

describe('SECURITY.md, row 7: nothing of a sibling is shown but what everybody can see', () => {
  /** Activity that is not shown: each case differs in one condition from one that is. */
  const NOT_SHOWN: readonly (readonly [string, (site: Site) => Promise<void>])[] = [
    ['activity in a private repository', (site) => addActivity(site, MOSS, { repository: SECRET })],
    ['activity that belongs to no repository', (site) => addActivity(site, MOSS, { repository: null })],
    ['activity in a repository that is not known', (site) => addActivity(site, MOSS, { repository: 999 })],
    [
      'activity in a repository that was public and is private now',
      async (site) => {
        await addActivity(site, MOSS, {})
        await repositoriesStatement(site.register, MOSS, [repository(OPEN, true)], NOW)
      },
    ],
    [
      'activity in a repository that is no longer seen',
      async (site) => {
        await addActivity(site, MOSS, {})
        await site.register.$client.prepare('update repositories set closed_at = ?').bind(NOW).run()
      },
    ],
    [
      'activity in a repository that has moved to another organisation',
      async (site) => {
        await addActivity(site, MOSS, {})
        await repositoriesStatement(site.register, LICHEN, [repository(OPEN, false)], NOW)
      },
    ],
    [
      'activity in an organisation that is served no longer',
      async (site) => {
        await addActivity(site, MOSS, {})
        await closeOrganizationsExcept(site.register, [LICHEN], NOW)
      },
    ],
    [
      'a commit with an impossible date',
      async (site) => {
        // The older activity makes bela an account that moss knows.
        await addActivity(site, MOSS, { repository: SECRET })
        const commit = anActivity({ kind: 'commit', at: '2027-11-22T06:00:00.000Z' })
        await implausibleStatement(site.register, MOSS, [commit], NOW)
        expect(await site.register.query.implausibleActs.findMany()).toHaveLength(1)
      },
    ],
    ['activity of another account', (site) => addActivity(site, MOSS, { account: OWNER.id })],
    [
      'activity of the account that had this login before',
      async (site) => {
        const previousHolder = { id: 55, login: 'bela', type: 'User' as const }
        await accountsStatement(site.register, [
          { ...previousHolder, nodeId: null, name: null, createdAt: null },
        ])
        await addActivity(site, MOSS, { account: 55 })
      },
    ],
    [
      'activity of somebody who has no access here any more',
      async (site) => {
        await addActivity(site, MOSS, {})
        const close = site.register.$client.prepare('update grants set closed_at = ? where org_id = ?')
        await close.bind(NOW, LICHEN).run()
      },
    ],
    ['activity in the organisation itself', (site) => addActivity(site, LICHEN, { repository: 10 })],
  ]

  it.each(NOT_SHOWN)('%s is not shown', async (_case, arrange) => {
    const site = await openSite()
    await arrange(site)
    expect((await dossier(site)).elsewhere).toEqual([])
    expect(await page(site)).not.toContain('moss')
  })

  it('the newest public activity is shown where newer activity is not public', async () => {
    const site = await openSite()
    await addActivity(site, MOSS, { at: '2026-11-21T09:00:00.000Z', repository: SECRET })
    await addActivity(site, MOSS, { at: '2026-11-21T10:00:00.000Z', kind: 'advisory' })
    await addActivity(site, MOSS, { at: PUSH_THERE.at })
    expect((await dossier(site)).elsewhere).toEqual([PUSH_THERE])
  })

  it('an invitation alone shows nothing of the invited account’s activity elsewhere', async () => {
    const site = await openSite()
    await addActivity(site, MOSS, { account: 55 })
    const invitation = {
      invitation: 5,
      account: 55,
      role: 'direct_member',
      createdAt: NOW,
      inviter: OWNER.id,
    }
    const invited = { kind: 'organization_invitation', ...invitation } as const
    await runAll(grantsStatements(site.register, LICHEN, [invited], NOW))
    expect(await findActsElsewhere(site.register, LICHEN, 55, NOW)).toEqual([])
    await runAll(
      grantsStatements(site.register, LICHEN, [{ kind: 'outside_collaborator', account: 55 }], NOW),
    )
    expect(await findActsElsewhere(site.register, LICHEN, 55, NOW)).toHaveLength(1)
  })

  it('activity is shown only where every condition holds, in all their combinations', async () => {
    const { register } = await openSite()
    await addFern(register)
    // One account per combination, each with one activity: it may be shown only where all conditions hold.
    const cases = ACTIVITY_KINDS.flatMap((kind) =>
      [MOSS, FERN, LICHEN].flatMap((org) =>
        [false, true].flatMap((secret) =>
          ([NOW, '2026-11-22T06:00:01.000Z'] as const).flatMap((at) =>
            [true, false].map((member) => ({ kind, org, secret, at, member })),
          ),
        ),
      ),
    ).map((condition, index) => ({ ...condition, account: 1000 + index }))
    const repositories = new Map([
      [MOSS, [repository(OPEN, false), repository(SECRET, true)]],
      [FERN, [repository(40, false), repository(41, true)]],
      [LICHEN, [repository(10, false), repository(11, true)]],
    ])
    const membership = (account: Id) => ({
      kind: 'organization_role' as const,
      account,
      role: 'member' as const,
    })
    for (const [org, [open, secret]] of repositories) {
      const here = cases.filter((one) => one.org === org)
      const members = cases.filter((one) => one.org === org || (org === LICHEN && one.member))
      await repositoriesStatement(
        register,
        org,
        [open, secret].flatMap((repository) => repository ?? []),
        NOW,
      )
      await runAll(
        grantsStatements(
          register,
          org,
          members.map(({ account }) => membership(account)),
          NOW,
        ),
      )
      const activities = here.map(({ account, kind, at, secret: isPrivate }) =>
        anActivity({ account, kind, at, repository: (isPrivate ? secret : open)?.id ?? null }),
      )
      await runAll(activityStatements(register, org, activities, '2030-01-01T00:00:00.000Z'))
    }
    await closeOrganizationsExcept(register, [LICHEN, MOSS], NOW)
    for (const one of cases) {
      const shows =
        one.org === MOSS &&
        !one.secret &&
        one.at === NOW &&
        one.member &&
        one.kind !== 'advisory' &&
        one.kind !== 'administration' &&
        one.kind !== 'release'
      expect(await findActsElsewhere(register, LICHEN, one.account, NOW), JSON.stringify(one)).toEqual(
        shows ? [{ organization: 'moss', at: one.at, kind: one.kind }] : [],
      )
    }
  })
})

type Dossier = ReturnType<typeof DossierShape.parse>

/** bela's dossier from the API, checked against the schema that OpenAPI prints. */
async function dossier(site: Site): Promise<Dossier> {
  return DossierShape.parse(await (await site.api('/api/orgs/lichen/accounts/bela')).json())
}

async function page(site: Site): Promise<string> {
  return await (await site.visit('/orgs/lichen/accounts/bela', OWNER)).text()
}

/** Records an activity (bela's, unless changed) in an organisation to which the account has access. */
async function addActivity(site: Site, org: Id, change: Partial<Activity>): Promise<void> {
  await addMoss(site)
  const act = anActivity(change)
  const member = { kind: 'organization_role', account: act.account, role: 'member' } as const
  if (org !== LICHEN) await runAll(grantsStatements(site.register, org, [member], NOW))
  await runAll(activityStatements(site.register, org, [act], '2030-01-01T00:00:00.000Z'))
}

/** Gives moss a public and a private repository. */
async function addMoss({ register }: Site): Promise<void> {
  await repositoriesStatement(register, MOSS, [repository(OPEN, false), repository(SECRET, true)], NOW)
}

/** Adds the organisation fern with a public repository. */
async function addFern(register: Register): Promise<void> {
  const more = { nodeId: 'O_300', installationId: null, repositorySelection: null, missingPermissions: null }
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

function anActivity(change: Partial<Activity>): Activity {
  const kind: ActivityKind = 'push'
  const url = 'https://github.example/secret-address'
  return { account: IDLE.id, repository: OPEN, kind, at: NOW, url, source: 'probe', ...change }
}

async function runAll(statements: readonly Statement[]): Promise<void> {
  for (const statement of statements) await statement
}
