/** Stories of people who only let deployments go on: what is read of their reviews, and whom the rest leaves in doubt. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountRow, AuditView } from '../../local/api.ts'
import { daysAfter, hoursAfter } from '../../src/policy/calendar.ts'
import type { Instant } from '../../src/policy/words.ts'
import { NOW, RECENTLY, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

let chatelaine: Chatelaine
let audit: AuditView
let accounts: readonly AccountRow[]

const verdictOf = (login: string) => accounts.find((account) => account.login === login)?.verdict
const coverageOf = (source: string) => audit.coverage.find((each) => each.source === source)
const asked = (pattern: RegExp) => chatelaine.github.requests.log.filter(({ path }) => pattern.test(path))

async function open() {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of [
    'approver',
    'late-approver',
    'buried',
    'in-team',
    'in-child',
    'bystander',
    'robin',
    'elsewhere',
  ])
    guild.member(login)
  guild.has(
    'teams',
    { slug: 'releasers', name: 'Releasers', id: 71, members: [{ login: 'in-team', role: 'member' }] },
    {
      slug: 'night',
      name: 'Night',
      id: 72,
      parent: 'releasers',
      members: [{ login: 'in-child', role: 'member' }],
    },
  )
  const environment = (reviewers: readonly string[], ...teams: readonly string[]) => ({
    environments: [{ name: 'production', reviewers, teams }, { name: 'preview' }],
  })
  guild.repository('few', environment(['approver', 'robin']))
  guild.repository('busy', environment(['buried', 'late-approver'], 'releasers'))
  guild.repository('open', environment([]))
  guild.repository('refused', environment(['elsewhere']))
  guild.repository('waited', environment(['guild-warden']))
  guild.act('approver', 'deployment_approval', { repo: 'few' })
  guild.act('robin', 'deployment_approval', { repo: 'few', at: '2026-10-11T10:00:00Z' })
  for (let day = 1; day <= 5; day++)
    guild.act('ghost', 'deployment_approval', { repo: 'few', at: `2026-09-0${day}T10:00:00Z` })
  guild.act('buried', 'deployment_approval', { repo: 'busy', at: '2026-06-01T10:00:00Z' })
  for (let day = 10; day < 35; day++)
    guild.act('ghost', 'deployment_approval', {
      repo: 'busy',
      at: daysAfter('2026-07-01T10:00:00.000Z', day),
    })
  guild.act('late-approver', 'deployment_approval', { repo: 'busy' })
  guild.act('ghost', 'deployment_approval', { repo: 'open' })
  guild.act('elsewhere', 'deployment_approval', { repo: 'refused' })
  guild.act('guild-warden', 'deployment_approval', { repo: 'waited' })
  chatelaine = await startChatelaine({ world: small.world() })
  chatelaine.github.faults.failMatching({ path: /guild\/refused\/environments/ }, '404', 99)
  audit = await chatelaine.audited('guild')
  accounts = await chatelaine.accounts('guild')
}

async function look(at: Instant) {
  await chatelaine.auditedAt(at)
  accounts = await chatelaine.accounts('guild')
}

beforeAll(open, 60_000)
afterAll(() => chatelaine.close())

describe('somebody who only approves deployments', () => {
  it('is active where one of the newest runs had their review, dated by when its deployment began to wait', () => {
    expect(verdictOf('approver')).toBe('active')
    expect(verdictOf('late-approver')).toBe('active')
    expect(accounts.find(({ login }) => login === 'approver')?.lastActivity).toMatchObject({
      at: RECENTLY,
      kind: 'deployment',
    })
  })

  it.each(['buried', 'in-team', 'in-child'])(
    '%s, who may have reviewed an earlier run than the twenty newest, is unknown and hears why',
    (login) => {
      expect(accounts.find((account) => account.login === login)).toMatchObject({
        verdict: 'unknown',
        reason: expect.stringMatching(/not all reviews of deployments could be read .* in guild\/busy/),
      })
    },
  )

  it('nobody else is in doubt, and the audit is complete', () => {
    expect(verdictOf('bystander')).toBe('inactive')
    expect(accounts.filter(({ verdict }) => verdict === 'unknown').length).toBe(3)
    expect(audit.status).toBe('complete')
  })

  it('environments that GitHub does not show are a named gap', () => {
    expect(coverageOf('deployments')).toMatchObject({
      complete: false,
      reason: expect.stringMatching(/refused.*environments/),
    })
  })
})

describe('the requests', () => {
  it('are one for the environments of each repository in which something was deployed', () => {
    expect(asked(/guild\/(few|busy|open|waited)\/environments/).length).toBe(4)
    expect(asked(/guild\/atlas\/environments/)).toEqual([])
  })

  it('are one for each of the newest twenty runs, until nobody without activity is left', () => {
    expect(asked(/guild\/busy\/actions\/runs\/\d+\/approvals/).length).toBe(20)
    expect(asked(/guild\/few\/actions\/runs\/\d+\/approvals/).length).toBe(2)
  })

  it('are none where nobody is required, or everybody required is active', () => {
    expect(asked(/guild\/(open|waited)\/actions\/runs\/\d+\/approvals/)).toEqual([])
  })
})

describe('the doubt', () => {
  it('lasts over audits that read nothing anew', async () => {
    const before = asked(/approvals/).length
    await look(hoursAfter(NOW, 24))
    expect(verdictOf('buried')).toBe('unknown')
    expect(verdictOf('bystander')).toBe('inactive')
    expect(asked(/approvals/).length).toBe(before)
  }, 60_000)

  it('ends once the window begins after the runs that were not read', async () => {
    await look(daysAfter(NOW, 130))
    expect(verdictOf('buried')).toBe('inactive')
  }, 60_000)
})
