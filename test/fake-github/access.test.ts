/** What changes on the fake GitHub when access is given or taken, as GitHub does it. */
import { describe, expect, it } from 'vitest'
import { smallGitHub } from './small-world.ts'

const org = '/orgs/acme'
const lib = '/repos/acme/lib'
const people = (rows: readonly { login: string }[]) => rows.map((row) => row.login)

describe('removing a member', () => {
  it('takes the teams, the direct roles and the invitations they sent', async () => {
    const { ask, world } = await smallGitHub()
    expect((await ask('ada', 'DELETE', `${org}/memberships/bo`)).status).toBe(204)
    expect(people((await ask('ada', 'GET', `${org}/members`)).body)).toEqual(['ada', 'cy'])
    expect(
      (await ask('ada', 'GET', `${org}/teams/core/members`)).body.map((row: { login: string }) => row.login),
    ).toEqual(['cy'])
    expect(people((await ask('ada', 'GET', `${lib}/collaborators?affiliation=direct`)).body)).toEqual(['dee'])
    expect((await ask('ada', 'GET', `${org}/invitations`)).body).toEqual([])
    expect(world.organizations[0]?.former_members).toMatchObject([{ login: 'bo', role: 'member' }])
  })
  it('is undone by a reinstatement, once that is accepted', async () => {
    const { ask, github } = await smallGitHub()
    await ask('ada', 'DELETE', `${org}/members/bo`)
    const invited = await ask('ada', 'POST', `${org}/invitations`, { invitee_id: 2, role: 'reinstate' })
    expect(invited.status).toBe(201)
    expect((await ask('ada', 'GET', `${org}/memberships/bo`)).body.state).toBe('pending')
    github.acceptInvitation('bo', 'acme')
    expect((await ask('ada', 'GET', `${org}/teams/core/memberships/bo`)).body.role).toBe('maintainer')
    expect((await ask('ada', 'GET', `${lib}/collaborators/bo/permission`)).body.role_name).toBe('admin')
  })
  it('cannot be undone by a reinstatement after three months', async () => {
    const { ask, github } = await smallGitHub()
    await ask('ada', 'DELETE', `${org}/members/bo`)
    github.setNow('2027-02-23T06:00:00Z')
    expect(
      (await ask('ada', 'POST', `${org}/invitations`, { invitee_id: 2, role: 'reinstate' })).status,
    ).toBe(422)
  })
  it('is refused for the last owner', async () => {
    const { ask } = await smallGitHub()
    expect((await ask('ada', 'DELETE', `${org}/memberships/ada`)).status).toBe(403)
    expect((await ask('ada', 'PUT', `${org}/memberships/ada`, { role: 'member' })).status).toBe(403)
  })
  it('is the owners’ alone', async () => {
    const { ask, github } = await smallGitHub()
    expect((await ask('bo', 'DELETE', `${org}/memberships/cy`)).status).toBe(403)
    expect((await ask('eve', 'DELETE', `${org}/memberships/cy`)).status).toBe(404)
    expect((await ask(github.tokenFor('ada', ['read:org']), 'DELETE', `${org}/memberships/cy`)).status).toBe(
      403,
    )
  })
  it('answers 404 when they are gone already', async () => {
    const { ask } = await smallGitHub()
    expect((await ask('ada', 'DELETE', `${org}/members/dee`)).status).toBe(404)
  })
})

describe('a member turned into an outside collaborator', () => {
  it('keeps what a team gave and loses what base permission gave', async () => {
    const { ask } = await smallGitHub()
    expect((await ask('ada', 'PUT', `${org}/outside_collaborators/cy`)).status).toBe(204)
    expect(people((await ask('ada', 'GET', `${org}/outside_collaborators`)).body)).toEqual(['dee', 'cy'])
    expect((await ask('ada', 'GET', `${lib}/collaborators/cy/permission`)).body.role_name).toBe('write')
    expect((await ask('ada', 'GET', '/repos/acme/secret/collaborators/cy/permission')).body.permission).toBe(
      'none',
    )
  })
})

describe('outside collaborators and direct grants', () => {
  it('an outside collaborator is removed from everywhere; a member is not removed that way', async () => {
    const { ask } = await smallGitHub()
    expect((await ask('ada', 'DELETE', `${org}/outside_collaborators/bo`)).status).toBe(422)
    expect((await ask('ada', 'DELETE', `${org}/outside_collaborators/dee`)).status).toBe(204)
    expect((await ask('ada', 'GET', `${org}/outside_collaborators`)).body).toEqual([])
  })
  it('a member gets a direct role at once, an outsider an invitation', async () => {
    const { ask, github } = await smallGitHub()
    expect((await ask('ada', 'PUT', `${lib}/collaborators/cy`, { permission: 'triage' })).status).toBe(204)
    const invited = await ask('ada', 'PUT', `${lib}/collaborators/eve`, { permission: 'push' })
    expect([invited.status, invited.body.permissions]).toEqual([201, 'write'])
    expect((await ask('ada', 'GET', `${lib}/collaborators/eve`)).status).toBe(404)
    github.acceptInvitation('eve', 'acme/lib')
    expect((await ask('ada', 'GET', `${lib}/collaborators/eve`)).status).toBe(204)
  })
  it('nobody is put below the base permission', async () => {
    const { ask } = await smallGitHub((world) =>
      Object.assign(world.organizations?.[0] ?? {}, { default_repository_permission: 'write' }),
    )
    expect((await ask('ada', 'PUT', `${lib}/collaborators/cy`, { permission: 'pull' })).status).toBe(422)
  })
  it('the list of direct grants shows the highest role of all paths', async () => {
    const { ask } = await smallGitHub((world) =>
      Object.assign(world.repositories?.[0] ?? {}, {
        collaborators: [{ login: 'bo', role: 'read', added_at: '2020-01-01T00:00:00Z' }],
      }),
    )
    const [row] = (await ask('ada', 'GET', `${lib}/collaborators?affiliation=direct`)).body
    expect([row.login, row.role_name]).toEqual(['bo', 'write'])
  })
})

describe('teams', () => {
  it('list the members of their children as inherited', async () => {
    const { ask } = await smallGitHub()
    const rows = (await ask('ada', 'GET', `${org}/teams/core/members`)).body
    expect(rows.map((row: { login: string; inherited: boolean }) => [row.login, row.inherited])).toEqual([
      ['bo', false],
      ['cy', true],
    ])
  })
  it('die with their parent', async () => {
    const { ask } = await smallGitHub()
    await ask('ada', 'DELETE', `${org}/teams/core`)
    expect((await ask('ada', 'GET', `${org}/teams`)).body).toEqual([])
  })
  it('a membership ends, and comes back by the same address', async () => {
    const { ask } = await smallGitHub()
    const path = `${org}/teams/core/memberships/bo`
    expect((await ask('ada', 'DELETE', path)).status).toBe(204)
    expect((await ask('ada', 'DELETE', path)).status).toBe(404)
    expect((await ask('ada', 'PUT', path, { role: 'maintainer' })).body).toMatchObject({
      role: 'maintainer',
      state: 'active',
    })
  })
})

describe('keys and names', () => {
  it('a deploy key is taken away and put back with the same public key', async () => {
    const { ask } = await smallGitHub()
    const key = { title: 'ci', key: 'ssh-ed25519 AAAAexample', read_only: true }
    const { status, body } = await ask('ada', 'POST', `${lib}/keys`, key)
    expect([status, body.added_by, body.last_used]).toEqual([201, 'ada', null])
    expect((await ask('ada', 'POST', `${lib}/keys`, key)).status).toBe(422)
    expect((await ask('ada', 'DELETE', `${lib}/keys/${body.id}`)).status).toBe(204)
    expect((await ask('ada', 'GET', `${lib}/keys/${body.id}`)).status).toBe(404)
  })
  it('a repository with another name now is a 301 to the same one', async () => {
    const { ask } = await smallGitHub()
    const moved = await ask('ada', 'GET', '/repos/acme/library/collaborators?per_page=1')
    expect(moved.status).toBe(301)
    const path = moved.headers.get('location')?.split('/api/v3')[1] ?? ''
    expect((await ask('ada', 'GET', path)).body).toHaveLength(1)
  })
  it('a person with another login keeps id, access and acts', async () => {
    const { ask, github } = await smallGitHub()
    github.rename('bo', 'bodil')
    expect((await ask('ada', 'GET', '/user/2')).body.login).toBe('bodil')
    expect((await ask('ada', 'GET', '/users/bo')).status).toBe(404)
    expect((await ask('ada', 'GET', `${org}/teams/core/memberships/bodil`)).status).toBe(200)
    expect((await ask('ada', 'GET', `${lib}/commits?author=bodil`)).body).toHaveLength(1)
  })
  it('what is private is a 404 to strangers', async () => {
    const { ask } = await smallGitHub()
    expect((await ask('eve', 'GET', '/repos/acme/secret')).status).toBe(404)
    expect((await ask('bo', 'GET', '/repos/acme/secret')).status).toBe(200)
  })
  it('two-factor state is for owners', async () => {
    const { ask } = await smallGitHub((world) =>
      Object.assign(world.accounts?.[1] ?? {}, { two_factor: 'disabled' }),
    )
    expect(people((await ask('ada', 'GET', `${org}/members?filter=2fa_disabled`)).body)).toEqual(['bo'])
    expect((await ask('cy', 'GET', `${org}/members?filter=2fa_disabled`)).status).toBe(422)
  })
})
