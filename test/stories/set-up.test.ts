/** Stories of an organisation's own set-up: what the owners should mend, told once, by name, and never taken for granted. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditView } from '../../local/api.ts'
import { smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Overview {
  readonly twoFactor: {
    readonly required: boolean | null
    readonly ownersWithout: readonly string[]
    readonly ownersUnknown: number
  }
  readonly missingPermissions: readonly string[] | null
  readonly failedInvitations: readonly { readonly login: string | null; readonly reason: string | null }[]
}

let chatelaine: Chatelaine
let audit: AuditView
let overview: Overview
let page: string

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.owner('careless')
  guild.act('careless', 'push')
  small.person('careless', { two_factor: 'disabled' })
  small.person('late')
  const failed = { role: 'direct_member', created_at: '2026-10-01T00:00:00Z', inviter: 'guild-warden' }
  const lapsed = { failed_at: '2026-10-08T00:00:00Z', failed_reason: 'Invitation expired.' }
  guild.has(
    'invitations',
    { id: 901, login: 'late', ...failed, ...lapsed },
    { id: 902, email: 'somebody@example.org', ...failed, ...lapsed },
  )
  guild.repository('cellar', { private: true })
  guild.act('careless', 'push', { repo: 'cellar' })
  chatelaine = await startChatelaine({ world: small.world() })
  const { permissions = {} } = chatelaine.world.organization('guild')?.installations.at(-1) ?? {}
  delete permissions.discussions
  delete permissions.actions
  audit = await chatelaine.audited('guild')
  overview = await overviewTo('careless')
  page = await pageOf('careless')
}, 60_000)

afterAll(() => chatelaine.close())

async function pageOf(owner: string): Promise<string> {
  return (await visit(owner, '/orgs/guild')).text()
}

/** As an owner reads it: the deployment's token sees no second factor. */
async function overviewTo(owner: string): Promise<Overview> {
  return JSON.parse(await (await visit(owner, '/api/orgs/guild')).text()) as Overview // as the API's contract has it
}

async function visit(owner: string, path: string): Promise<Response> {
  const cookie = await chatelaine.sessionOf(owner)
  return await fetch(new URL(path, chatelaine.worker.url), { headers: { cookie } })
}

function textOf(page: string): string {
  return page.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
}

describe('a permission that the App lacks', () => {
  it('is told by its name, once, with the page on which an owner accepts it', () => {
    expect(overview.missingPermissions).toEqual(['discussions', 'actions'])
    expect(page.match(/The App lacks 2 permissions: discussions, actions/g)).toHaveLength(1)
    expect(page).toMatch(/\/organizations\/guild\/settings\/installations\/\d+/)
  })
})

describe('the second factor', () => {
  it('is told on the overview: whether it is required, and which owners have none', () => {
    expect(overview.twoFactor).toEqual({ required: false, ownersWithout: ['careless'], ownersUnknown: 0 })
    expect(textOf(page)).toContain('Required by guild no')
    expect(textOf(page)).toContain('Owners 1 of 2 without')
    expect(page).toContain('href="/orgs/guild/accounts?access=owner&amp;twoFactor=disabled"')
  })

  it("is GitHub's own list where GitHub does not show it, and never reads as on", async () => {
    chatelaine.github.faults.rewrite({ path: /^\/orgs\/guild$/ }, (body) => {
      delete body.two_factor_requirement_enabled
    })
    chatelaine.github.faults.rewrite({ operation: 'Members' }, (body) => {
      for (const edge of body.data?.organization?.membersWithRole?.edges ?? [])
        edge.hasTwoFactorEnabled = null
    })
    await chatelaine.auditedAt('2026-11-23T06:00:00.000Z')
    const { twoFactor } = await overviewTo('careless')
    expect(twoFactor).toEqual({ required: null, ownersWithout: [], ownersUnknown: 2 })
    const later = await pageOf('careless')
    expect(textOf(later)).toContain('Required by guild not shown · see it on GitHub')
    expect(textOf(later)).toContain('Owners not shown of 2')
    expect(later).toContain('/orgs/guild/people?query=two-factor%3Adisabled')
    expect(later).not.toContain('class="yes"')
  })
})

describe('an invitation that lapsed', () => {
  it('is shown, because it blocks inviting again; an e-mail address is not kept', () => {
    expect(overview.failedInvitations.map(({ login, reason }) => [login, reason])).toEqual([
      ['late', 'Invitation expired.'],
      [null, 'Invitation expired.'],
    ])
    expect(page).toContain('2 invitations have lapsed or failed')
    expect(JSON.stringify(overview)).not.toContain('example.org')
  })
})

describe('credentials that no audit reads', () => {
  it('stand in the coverage as not read by this version', () => {
    const never = audit.coverage.filter(({ reason }) => reason?.endsWith('not read by this version'))
    expect(never.map(({ source }) => source)).toEqual([
      'runners',
      'secrets',
      'sso_authorizations',
      'webhooks',
    ])
  })
})

describe('a source that is refused', () => {
  it.each(['Contributions', 'NewestComments', 'NewestCommits', 'Timelines'])(
    '(%s) is asked for once or twice, not for each person and not smaller and smaller',
    async (operation) => {
      const small = smallWorld()
      const fort = small.organization('fort')
      for (let n = 1; n <= 25; n += 1) {
        fort.member(`silent-${n}`)
        fort.act(`silent-${n}`, 'push', { at: '2025-03-03T10:00:00.000Z' })
      }
      const fortress = await startChatelaine({ world: small.world() })
      try {
        fortress.github.faults.rewrite({ operation }, (body) => {
          body.data = null
          body.errors = [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }]
        })
        const { status } = await fortress.audited('fort')
        expect(status).toMatch(/complete|partial/)
        const asked = fortress.github.requests.log.filter((request) => request.operation === operation)
        expect([1, 2]).toContain(asked.length)
      } finally {
        await fortress.close()
      }
    },
  )
})

describe('an organisation that lets nobody in', () => {
  it.each([
    ['listed_addresses', /IP allow list.*no fixed address.*Nothing was judged/s],
    ['single_sign_on', /single sign-on \(SAML\).*Nothing was judged/s],
  ] as const)('for %s fails with one clear sentence, and nothing is judged', async (lets_in, sentence) => {
    const small = smallWorld()
    const fort = small.organization('fort')
    fort.member('silent')
    const fortress = await startChatelaine({ world: small.world() })
    try {
      Object.assign(fortress.world.organization('fort') ?? {}, { lets_in })
      const ended = await fortress.audited('fort')
      expect(ended.status).toBe('failed')
      expect(ended.failure).toMatch(sentence)
      expect(await fortress.accounts('fort')).toEqual([])
    } finally {
      await fortress.close()
    }
  })

  it('and one that became a user in the middle of an audit says so, too', async () => {
    const small = smallWorld()
    small.organization('fort').member('silent')
    const fortress = await startChatelaine({ world: small.world() })
    try {
      fortress.github.faults.failMatching({ path: /^\/orgs\/fort$/ }, '404', 99)
      const ended = await fortress.audited('fort')
      expect(ended.status).toBe('failed')
      expect(ended.failure).toMatch(/GitHub has no organisation fort any more.*Nothing was judged/s)
    } finally {
      await fortress.close()
    }
  })

  it('because the installation is suspended is served no more, and one of an enterprise without a login stops nobody', async () => {
    const small = smallWorld()
    small.organization('fort').member('silent')
    small.organization('open').member('silent')
    const fortress = await startChatelaine({ world: small.world() })
    try {
      Object.assign(fortress.world.organization('fort')?.installations.at(-1) ?? {}, {
        suspended_at: '2026-11-20T00:00:00Z',
      })
      fortress.github.faults.rewrite({ path: /^\/app\/installations$/ }, (body) => {
        body.push({
          ...body[0],
          id: 999,
          account: { id: 5, node_id: 'E_5', slug: 'big', name: 'Big', type: 'Enterprise' },
        })
      })
      expect((await fortress.audited('open')).status).toBe('complete')
      const { body } = await fortress.api<{ items: { login: string }[] }>('/api/orgs')
      expect(body.items.map(({ login }) => login)).toEqual(['open'])
    } finally {
      await fortress.close()
    }
  })
})
