/** What was seen to be wrong with the review in a trial of the product, by the trial's letters; those not here have tests where their subject is tested. */

import { describe, expect, it } from 'vitest'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { organizations, revocations } from '../../src/register/schema.ts'
import { askingAbout, page, question, REVIEW, save, standing } from '../fixtures/register/asked.ts'
import { QUEUE, queueOf } from '../fixtures/register/queue-site.ts'
import { TEO } from '../fixtures/register/rules-site.ts'
import { NOW, OWNER, type Site } from '../fixtures/register/site.ts'

const ADMIN = { power: 'owners_and_admins', risk: { score: 9, opens: [], privileged: true } } as const
const DUE = '2026-12-06T06:00:00.000Z'
const REVOKE = { 'answer.p1': 'revoke', reason: 'gone' }

/** The plan's start, without a Workflow. */
const STARTING = { startRevocationInstance: async () => {}, mayWrite: async () => true }
const start = (site: Site, id: string) => site.send(`/orgs/lichen/proposals/${id}/revocation`, OWNER, {})
const textOf = async (site: Site, path: string) => (await site.visit(path, OWNER)).text()

describe('answers', () => {
  it('a: two owners who revoke the same owner’s rights have decided it, and no second answer is asked for', async () => {
    const site = await askingAbout([question('a1', ADMIN)])
    await site.register.update(organizations).set({ firstCompleteAt: NOW })
    const owners = [OWNER, TEO].map(({ id }) => ({
      ...{ kind: 'organization_role' as const, account: id, role: 'admin' as const },
    }))
    for (const each of grantsStatements(site.register, 100, owners, NOW)) await each
    const revoke = { 'answer.a1': 'revoke', reason: 'gone' }
    await save(site, revoke)
    expect(await standing(site)).toEqual({ a1: 'needs_second' })
    expect((await save(site, revoke, TEO)).status).toBe(303)
    expect(await standing(site)).toEqual({ a1: 'decided' })
    expect(await page(site, '?view=second')).toContain('Nothing waits for a second owner')
  })

  it('b: a missing reason for thirteen answers is one sentence, with the form kept and the field required', async () => {
    const ids = Array.from({ length: 13 }, (_, n) => `p${n}`)
    const site = await askingAbout(ids.map((id) => question(id)))
    const answer = await save(site, Object.fromEntries(ids.map((id) => [`answer.${id}`, 'revoke'])))
    const text = await answer.text()
    expect(answer.status).toBe(422)
    const list = text.split('role="alert"')[1]?.split('</ul>')[0] ?? ''
    expect(list.match(/<li>/g)).toHaveLength(1)
    expect(text.match(/value="revoke" checked/g)).toHaveLength(13)
    expect(text).toMatch(/id="reason"[^>]*required/)
  })

  it('e: what an answer would do stands in the row before it is given', async () => {
    const none = { lost: [], back: [] }
    const plan = [{ action: 'remove_team_membership', target: 'team core', account: 2, team: 20 }] as const
    const site = await askingAbout([
      question('p1', { choices: [{ decision: 'downgrade', role: 'read', plan, ...none }] }),
    ])
    expect(await page(site)).toMatch(/p-downgrade.*<li>Take out of team core<\/li>/s)
  })

  it('e: roles that the same steps lead to stand together, and steps that are alike in one line', async () => {
    const none = { lost: [], back: [] }
    const out = (target: string, team: number) =>
      ({ action: 'remove_team_membership', target, account: 2, team }) as const
    const both = [out('team core', 20), out('team \u202Edocs', 21)]
    const site = await askingAbout([
      question('p1', {
        choices: [
          { decision: 'downgrade', role: 'triage', plan: both, ...none },
          { decision: 'downgrade', role: 'read', plan: both, ...none },
          { decision: 'downgrade', role: 'write', plan: [out('team core', 20)], ...none },
        ],
      }),
    ])
    const text = await page(site)
    expect(text).toContain('to <b>triage or read</b>:')
    expect(text).toContain('<li>Take out of team core, <bdi>team ‹U+202E›docs</bdi></li>')
    expect(text).toMatch(/to <b>write<\/b>:<\/p><ol><li>Take out of team core<\/li>/)
  })

  it('j: while every removal is paused no button carries out, and a refused start leads to where it is started again', async () => {
    const site = await queueOf(1, 1, STARTING)
    site.clock.now = DUE
    await site.send('/orgs/lichen/queue/stop', OWNER, { review: 'review-1' })
    const text = await page(site, '?view=decided')
    expect(text).toMatch(/Every removal is paused.*href="[^"]*view=queue"/s)
    expect(await textOf(site, QUEUE)).not.toContain('/revocation"')
    const refused = await start(site, 'about-1000')
    const told = await refused.text()
    expect(refused.status).toBe(409)
    expect(told).toContain('<b>Not started.</b> An owner has paused every removal')
    expect(told).toContain('action="/orgs/Lichen/queue/start"')
  })

  it('k, ae: history and dossier tell the role of a downgrade and the day of a keep', async () => {
    const people = ['p1', 'p2'].map((login, n) => ({
      ...{ id: 112_001 + n, login, type: 'User' as const, nodeId: null, name: null, createdAt: null },
    }))
    const site = await askingAbout(people.map(({ login }) => question(login)))
    for (const { id, login } of people)
      await site.register.run(`insert into accounts (id, login, type) values (${id}, '${login}', 'User')`)
    const roles = people.map(({ id }) => ({
      ...{ kind: 'repository_role' as const, account: id, repository: 10, role: 'read' as const },
    }))
    await save(site, {
      ...{ 'answer.p1': 'downgrade', 'role.p1': 'triage', 'answer.p2': 'keep', 'until.p2': '2027-05-01' },
      reason: 'by use',
    })
    for (const each of grantsStatements(site.register, 100, roles, NOW)) await each
    const history = await textOf(site, '/api/orgs/lichen/history')
    expect(history).toContain('Decided: downgrade to triage.')
    expect(history).toContain('Decided: keep until 1 May 2027.')
    expect(await textOf(site, '/orgs/lichen/accounts/p1')).toContain('downgrade to triage</span> by ada')
    expect(await textOf(site, '/orgs/lichen/accounts/p2')).toContain('keep until 1 May 2027</span> by ada')
  })

  it('l: where the rest was carried over, the overview asks for nothing', async () => {
    const site = await askingAbout(['p1', 'p2', 'p3'].map((id) => question(id)))
    await save(site, REVOKE)
    expect(await textOf(site, '/orgs/lichen')).toContain('1 of 3 answered')
    await site.send(`${REVIEW}/carry-over`, OWNER, { reason: 'conference season' })
    const text = await textOf(site, '/orgs/lichen')
    expect(text).toContain('nothing is left to answer')
    expect(text).not.toMatch(/ to decide<|of 3 answered/)
  })
})

describe('carrying out', () => {
  it('f: a spent budget is later, never failed, and the counts agree', async () => {
    const site = await queueOf(5, 5, STARTING)
    await site.putRules({ removals: 'on' })
    site.clock.now = DUE
    // Of the site's few accounts two may go in a day.
    const answers = []
    for (const id of ['about-1000', 'about-1001', 'about-1002']) answers.push((await start(site, id)).status)
    expect(answers).toEqual([303, 303, 409])
    expect((await standing(site))['about-1002']).toBe('decided')
    expect(await textOf(site, QUEUE)).toContain('5 removals, from today to 8 December')
    expect(await page(site, '?view=done')).not.toContain('</span>failed')
  })

  it('h: what only people can carry out has its link and is to be done by hand, never carried out again', async () => {
    const site = await askingAbout(
      [
        question('c1', {
          subjectKey: 'credential:app_installation:9',
          subject: { kind: 'credential', credentialKind: 'app_installation', id: '9', name: 'spell-warden' },
          power: 'clean_up',
          findings: [{ code: 'suspended', sentence: 'It is suspended.' }],
          plan: [
            { action: 'by_hand', target: 'spell-warden', url: 'https://github.example/installations/9' },
          ],
          choices: null,
        }),
      ],
      { mayWrite: async () => false },
    )
    const saved = await save(site, { 'answer.c1': 'revoke', reason: 'suspended' })
    const text = await textOf(site, saved.headers.get('location') ?? '')
    expect(text).toContain('1 to be done by hand: the links stand in the queue.')
    expect(text).toMatch(/href="https:\/\/github\.example\/installations\/9"/)
    expect(text).toContain('not yet seen as done')
    expect(text).not.toMatch(/Carry out|Rehearse now|Not verified/)
  })

  it('r: what was rehearsed says so once, with its links, and is not offered again', async () => {
    const site = await queueOf(1, 1, { ...STARTING, mayWrite: async () => false })
    await site.putRules({ removals: 'off' })
    site.clock.now = DUE
    expect(await textOf(site, QUEUE)).toContain('Rehearse now')
    await site.register.insert(revocations).values({
      ...{ id: 'about-1000', orgId: 100, startedBy: { kind: 'calendar' }, startedAt: DUE, finishedAt: DUE },
      ...{ status: 'by_hand', rehearsal: true },
    })
    await site.register.run("update proposals set status = 'by_hand' where id = 'about-1000'")
    const text = await textOf(site, QUEUE)
    expect(text.match(/Everything here is a rehearsal/g)).toHaveLength(1)
    expect(text).toContain('By hand, on GitHub')
    expect(text).not.toMatch(/Rehearse now|Carry out now/)
  })
})

describe('what is no account', () => {
  it('y: says when it was last used or nothing, never that no own act is known', async () => {
    const token = { kind: 'credential', credentialKind: 'fine_grained_token', id: '5', name: 'ci' } as const
    const site = await askingAbout([
      question('c1', {
        ...{ subjectKey: 'credential:fine_grained_token:5', subject: token, power: 'credentials' },
        ...{ lastActiveAt: '2024-03-22T00:00:00.000Z', choices: null },
      }),
      question('i1', {
        ...{
          subjectKey: 'invitation:6',
          subject: { kind: 'invitation', id: 6, login: 'vera', name: 'vera' },
        },
        ...{ power: 'invitations', choices: null },
      }),
    ])
    const text = await page(site)
    expect(text).toMatch(/2 years 8 months ago<\/time><\/b><small>last used/)
    expect(text).toContain('<b>not accepted</b>')
    expect(text).not.toMatch(/<h3>Evidence|own act/i)
  })
})
