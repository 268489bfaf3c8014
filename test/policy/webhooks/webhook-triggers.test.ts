/** Which event prompts the re-reading of what. Nothing here is an act, and nobody is judged. */
import { describe, expect, it } from 'vitest'
import { installationEnded, memberJoined } from '../../../src/policy/webhooks/event.ts'
import { triggersFrom } from '../../../src/policy/webhooks/webhook-triggers.ts'

const lab = { id: 6001 }
const atlas = { id: 101, owner: { id: 6001, type: 'Organization' } }
const person = { id: 7, type: 'User' }
const bot = { id: 8, type: 'Bot' }
const joining = { action: 'member_added', organization: lab, membership: { user: { id: 7 } }, sender: person }

describe('an event prompts', () => {
  const acting = [
    ...['push', 'create', 'delete', 'release', 'issues', 'issue_comment', 'commit_comment'],
    ...['pull_request', 'pull_request_review', 'pull_request_review_comment', 'pull_request_review_thread'],
    ...['discussion', 'discussion_comment'],
  ]
  it.each(acting)('%s: its repository, and nothing else', (event) => {
    const payload = { organization: lab, repository: atlas, sender: person }
    expect(triggersFrom(event, payload)).toEqual([{ org: 6001, kind: 'repository', target: 101 }])
  })

  const rare = ['workflow_run', 'deployment', 'deployment_status', 'deployment_review']
  it.each([...rare, 'deployment_protection_rule', 'repository_advisory'])(
    '%s: a look for what does not move the repository',
    (event) => {
      const payload = { organization: lab, repository: atlas, sender: person }
      expect(triggersFrom(event, payload)).toEqual([{ org: 6001, kind: 'rare_acts', target: 101 }])
    },
  )

  it('both, where a tag was made', () => {
    const payload = { organization: lab, repository: atlas, sender: person, ref_type: 'tag' }
    expect(triggersFrom('create', payload).map(({ kind }) => kind)).toEqual(['repository', 'rare_acts'])
  })

  it.each<[string, object, [string, number][]]>([
    ['organization', joining, [['people', 7]]],
    ['organization', { action: 'member_removed', membership: { user: { id: 7 } } }, [['people', 7]]],
    ['organization', { action: 'member_invited', user: { id: 7 } }, [['people', 7]]],
    ['organization', { action: 'renamed' }, [['organization', 6001]]],
    ['member', { action: 'added', member: { id: 7 }, repository: atlas }, [['people', 7]]],
    [
      'membership',
      { action: 'added', member: { id: 7 }, team: { id: 201 } },
      [
        ['people', 7],
        ['teams', 201],
      ],
    ],
    ['team', { action: 'edited', team: { id: 201 } }, [['teams', 201]]],
    ['team_add', { team: { id: 201 }, repository: atlas }, [['teams', 201]]],
    ['repository', { action: 'archived', repository: atlas }, [['organization', 6001]]],
    ['installation_repositories', { action: 'removed' }, [['organization', 6001]]],
    ['installation_target', { action: 'renamed' }, [['organization', 6001]]],
  ])('%s %j', (event, payload, triggered) => {
    const found = triggersFrom(event, { organization: lab, sender: person, ...payload })
    expect(found).toEqual(triggered.map(([kind, target]) => ({ org: 6001, kind, target })))
  })

  it('everybody of the organisation, where an invitation by e-mail names nobody', () => {
    const payload = { action: 'member_invited', organization: lab, user: null, sender: person }
    expect(triggersFrom('organization', payload)).toEqual([{ org: 6001, kind: 'people', target: 6001 }])
  })

  it('an organisation that is named only by who owns the repository, or by the installation', () => {
    expect(triggersFrom('push', { repository: atlas })).toEqual([
      { org: 6001, kind: 'repository', target: 101 },
    ])
    const installation = { id: 55, account: { id: 6001, type: 'Organization' } }
    expect(triggersFrom('installation', { action: 'created', installation })).toEqual([
      { org: 6001, kind: 'organization', target: 6001 },
    ])
  })
})

describe('an event prompts nothing', () => {
  const payload = { organization: lab, repository: atlas, sender: person }

  it.each(['star', 'watch', 'check_run', 'ping', 'constructor', ''])('that is unknown here: %j', (event) => {
    expect(triggersFrom(event, payload)).toEqual([])
  })

  it('of activity by a bot, though a bot that changes access does', () => {
    expect(triggersFrom('push', { ...payload, sender: bot })).toEqual([])
    expect(triggersFrom('organization', { ...joining, sender: bot })).toHaveLength(1)
  })

  it.each([
    ['of a scheduled run, which carries the login of somebody who did nothing', { event: 'schedule' }, 0],
    ['of a run that a push caused: the push is told by itself', { event: 'push', run_attempt: 1 }, 0],
    ['unless somebody ran it again', { event: 'push', run_attempt: 2 }, 1],
    ['or started it by hand', { event: 'workflow_dispatch', run_attempt: 1 }, 1],
  ])('%s', (_, workflow_run, triggered) => {
    expect(triggersFrom('workflow_run', { ...payload, workflow_run })).toHaveLength(triggered)
  })

  it("in a person's own repository, which belongs to no organisation", () => {
    const own = { id: 101, owner: { id: 7, type: 'User' } }
    expect(triggersFrom('push', { repository: own, sender: person })).toEqual([])
  })

  it.each([
    null,
    'text',
    [],
    { organization: { id: 'lichen' } },
    { repository: 5 },
    { organization: { id: -1 } },
  ])('that does not have the shape of one: %j', (shape) => {
    expect(triggersFrom('push', shape)).toEqual([])
    expect(memberJoined('organization', shape)).toBeNull()
    expect(installationEnded('installation', shape)).toBeNull()
  })
})

describe('a join date', () => {
  it('is told by who became a member, and by nothing else', () => {
    expect(memberJoined('organization', joining)).toEqual({ org: 6001, account: 7 })
    expect(memberJoined('organization', { ...joining, action: 'member_invited' })).toBeNull()
    expect(memberJoined('organization', { ...joining, action: 'member_removed' })).toBeNull()
    expect(memberJoined('membership', joining)).toBeNull()
  })
})

describe('an installation', () => {
  const installation = { id: 55, account: { id: 6001, type: 'Organization' } }
  it.each([
    ['deleted', { org: 6001, installation: 55 }],
    ['suspend', { org: 6001, installation: 55 }],
    ['unsuspend', null],
    ['created', null],
    ['new_permissions_accepted', null],
  ])('%s', (action, ended) => {
    expect(installationEnded('installation', { action, installation })).toEqual(ended)
  })
})
