/** Which event asks for an audit, and where for uncommon activity. Nothing here is an act, and nobody is judged. */
import { describe, expect, it } from 'vitest'
import { installationEnded, memberJoined } from '../../../src/policy/webhooks/event.ts'
import { triggerFrom } from '../../../src/policy/webhooks/webhook-triggers.ts'

const lab = { id: 6001 }
const atlas = { id: 101, owner: { id: 6001, type: 'Organization' } }
const person = { id: 7, type: 'User' }
const bot = { id: 8, type: 'Bot' }
const joining = { action: 'member_added', organization: lab, membership: { user: { id: 7 } }, sender: person }

const AUDIT = { org: 6001, repository: null }
const UNCOMMON_IN_ATLAS = { org: 6001, repository: 101 }

describe('an event asks for', () => {
  const acting = [
    ...['push', 'create', 'delete', 'release', 'issues', 'issue_comment', 'commit_comment'],
    ...['pull_request', 'pull_request_review', 'pull_request_review_comment', 'pull_request_review_thread'],
    ...['discussion', 'discussion_comment'],
  ]
  it.each(acting)('%s: an audit, which finds what was updated', (event) => {
    const payload = { organization: lab, repository: atlas, sender: person }
    expect(triggerFrom(event, payload)).toEqual(AUDIT)
  })

  const uncommon = ['workflow_run', 'deployment', 'deployment_status', 'deployment_review']
  it.each([...uncommon, 'deployment_protection_rule', 'repository_advisory'])(
    '%s: an audit that reads the uncommon activity of its repository',
    (event) => {
      const payload = { organization: lab, repository: atlas, sender: person }
      expect(triggerFrom(event, payload)).toEqual(UNCOMMON_IN_ATLAS)
    },
  )

  it('the same where a tag was made', () => {
    const payload = { organization: lab, repository: atlas, sender: person, ref_type: 'tag' }
    expect(triggerFrom('create', payload)).toEqual(UNCOMMON_IN_ATLAS)
    expect(triggerFrom('create', { ...payload, ref_type: 'branch' })).toEqual(AUDIT)
  })

  it.each<[string, object]>([
    ['organization', joining],
    ['organization', { action: 'member_removed', membership: { user: { id: 7 } } }],
    ['organization', { action: 'member_invited', user: null }],
    ['organization', { action: 'renamed' }],
    ['member', { action: 'added', member: { id: 7 }, repository: atlas }],
    ['membership', { action: 'added', member: { id: 7 }, team: { id: 201 } }],
    ['team', { action: 'edited', team: { id: 201 } }],
    ['team_add', { team: { id: 201 }, repository: atlas }],
    ['repository', { action: 'archived', repository: atlas }],
    ['installation_repositories', { action: 'removed' }],
    ['installation_target', { action: 'renamed' }],
  ])('%s %j: an audit', (event, payload) => {
    expect(triggerFrom(event, { organization: lab, sender: person, ...payload })).toEqual(AUDIT)
  })

  it('an audit of the organisation that only the owner of the repository, or the installation, names', () => {
    expect(triggerFrom('push', { repository: atlas })).toEqual(AUDIT)
    const installation = { id: 55, account: { id: 6001, type: 'Organization' } }
    expect(triggerFrom('installation', { action: 'created', installation })).toEqual(AUDIT)
  })
})

describe('an event asks for nothing', () => {
  const payload = { organization: lab, repository: atlas, sender: person }

  it.each(['star', 'watch', 'check_run', 'ping', 'constructor', ''])('that is unknown here: %j', (event) => {
    expect(triggerFrom(event, payload)).toBeNull()
  })

  it('of activity by a bot, though a bot that changes access does', () => {
    expect(triggerFrom('push', { ...payload, sender: bot })).toBeNull()
    expect(triggerFrom('organization', { ...joining, sender: bot })).toEqual(AUDIT)
  })

  it.each([
    ['of a scheduled run, which carries the login of somebody who did nothing', { event: 'schedule' }, null],
    ['of a run that a push caused: the push is told by itself', { event: 'push', run_attempt: 1 }, null],
    ['unless somebody ran it again', { event: 'push', run_attempt: 2 }, UNCOMMON_IN_ATLAS],
    ['or started it by hand', { event: 'workflow_dispatch', run_attempt: 1 }, UNCOMMON_IN_ATLAS],
  ])('%s', (_, workflow_run, triggered) => {
    expect(triggerFrom('workflow_run', { ...payload, workflow_run })).toEqual(triggered)
  })

  it("in a person's own repository, which belongs to no organisation", () => {
    const own = { id: 101, owner: { id: 7, type: 'User' } }
    expect(triggerFrom('push', { repository: own, sender: person })).toBeNull()
  })

  it.each([
    null,
    'text',
    [],
    { organization: { id: 'lichen' } },
    { repository: 5 },
    { organization: { id: -1 } },
  ])('that does not have the shape of one: %j', (shape) => {
    expect(triggerFrom('push', shape)).toBeNull()
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
