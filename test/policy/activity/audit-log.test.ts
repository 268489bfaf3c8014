/** What an organisation's audit log proves: who acted, and who is new. It accuses nobody, whatever stands in it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAuditLog } from '../../../src/policy/activity/audit-log.ts'
import type { Instant } from '../../../src/policy/words.ts'
import { NOW } from '../../fixtures/policy.ts'

const GUILD = { id: 100, login: 'Guild' }
const DAY: Instant = '2026-09-22T10:00:00.000Z'
const ms = (at: string) => Date.parse(at)

const entry = (action: string, change: object = {}) => ({
  '@timestamp': ms(DAY),
  action,
  actor: 'ada',
  org: 'guild',
  ...change,
})
const read = (rows: readonly unknown[], by: { id: number | null; login: string } | null = null) =>
  readAuditLog(rows, GUILD, NOW, by)
const actors = (...rows: unknown[]) => read(rows).acts.map(({ who }) => who.login ?? who.id)
const given = (...rows: unknown[]) =>
  read(rows).given.map(({ who, kind, name, at }) => [
    who.login,
    name === '' ? kind : `${kind} ${name}`,
    at.slice(0, 10),
  ])
const added = (at: string, change: object = {}) =>
  entry('org.add_member', { '@timestamp': ms(`${at}T10:00:00Z`), user: 'bela', ...change })
const removed = (at: string) => added(at, { action: 'org.remove_member' })

describe('an entry of the audit log', () => {
  it('is an act of its actor, never of the one whom it names', () => {
    const log = read([entry('org.remove_member', { user: 'bela' }), entry('repo.create')])
    expect(log.acts).toEqual([{ who: { id: null, login: 'ada' }, at: DAY }])
    expect([log.entries, log.from, log.to, log.leftOut]).toEqual([2, DAY, DAY, {}])
  })

  it.each([
    ['a number', { '@timestamp': ms(DAY) }],
    ['a number as CSV writes it', { '@timestamp': String(ms(DAY)) }],
    ['created_at where there is no @timestamp', { '@timestamp': undefined, created_at: ms(DAY) }],
    ['ISO-8601', { '@timestamp': '2026-09-22T10:00:00.000Z' }],
    ['a day and a time in UTC', { '@timestamp': '2026-09-22 10:00:00 UTC' }],
  ])('is dated by %s', (_, change) => {
    expect(read([entry('repo.create', change)]).from).toBe(DAY)
  })

  it.each<[string, string, unknown]>([
    ['nothing', 'not_as_documented', null],
    ['a list', 'not_as_documented', [entry('repo.create')]],
    ['one without an action', 'not_as_documented', entry('')],
    ['one without a date', 'no_date', entry('repo.create', { '@timestamp': undefined })],
    ['a huge number', 'no_date', entry('repo.create', { '@timestamp': 1e300 })],
    ['seconds', 'no_date', entry('repo.create', { '@timestamp': ms(DAY) / 1000 })],
    ['a day that does not exist', 'no_date', entry('repo.create', { '@timestamp': '2026-13-45T10:00:00Z' })],
    ['one after now', 'dated_later', entry('repo.create', { '@timestamp': ms(NOW) + 1 })],
    ['one of another organisation', 'other_organization', entry('repo.create', { org: 'moss' })],
    ['one with our name and another id', 'other_organization', entry('repo.create', { org_id: 7 })],
    ['one without an organisation', 'other_organization', entry('repo.create', { org: undefined })],
    [
      'fields of a prototype',
      'not_as_documented',
      Object.create({ action: 'repo.create', actor: 'ada', org: 'guild', '@timestamp': ms(DAY) }),
    ],
  ])('costs itself and is counted: %s', (_, reason, row) => {
    const log = read([row, entry('repo.create', { actor: 'cleo' })])
    expect(log.leftOut).toEqual({ [reason]: 1 })
    expect(log.acts.map(({ who }) => who.login)).toEqual(['cleo'])
  })

  it.each([
    ['nobody', 'no_actor', entry('repo.create', { actor: null })],
    ['a bot by its name', 'by_a_bot', entry('repo.create', { actor: 'helper[bot]' })],
    ['a bot by its mark', 'by_a_bot', entry('repo.create', { actor_is_bot: 'true' })],
    [
      'somebody in whose name an App acts',
      'by_a_program',
      entry('repo.create', { programmatic_access_type: 'GitHub App user-to-server token' }),
    ],
    ['a token', 'by_a_program', entry('repo.create', { hashed_token: 'abc=' })],
    ['who joins', 'no_own_act', entry('org.add_member', { user: 'Ada' })],
    ['who leaves', 'no_own_act', entry('org.remove_member', { user: 'ada' })],
    ['who accepts', 'no_own_act', entry('repository_invitation.accept')],
    ['whose workflow runs on a schedule', 'no_own_act', entry('workflows.completed_workflow_run')],
  ])('clears nobody where it was done by %s', (_, reason, row) => {
    expect(read([row])).toMatchObject({ acts: [], leftOut: { [reason]: 1 } })
  })

  it('clears and dates by the id where it has one, also where another entry has the login alone', () => {
    const rows = [
      entry('repo.create', { actor_id: 1 }),
      entry('repo.create'),
      entry('team.create', { actor: 'ada-renamed', actor_id: '1' }),
    ]
    expect(read(rows).acts).toHaveLength(1)
    expect(actors(entry('repo.create', { org: 'old-name', org_id: 100 }))).toEqual(['ada'])
  })

  it('clears and dates everybody but whoever hands it in, by either of their names', () => {
    const rows = [
      entry('repo.create'),
      entry('repo.create', { actor: undefined, actor_id: 1 }),
      entry('repo.create', { actor: 'cleo' }),
      added('2026-09-01', { user: 'ada', actor: 'cleo' }),
    ]
    const log = read(rows, { id: 1, login: 'ada' })
    expect(log.acts.map(({ who }) => who.login)).toEqual(['cleo'])
    expect([log.given, log.leftOut]).toEqual([[], { your_own_acts: 2, your_own_access: 1 }])
  })
})

describe('a grant in the audit log', () => {
  it('dates the one to whom it was given', () => {
    expect(
      given(
        added('2026-09-01'),
        entry('team.add_member', { user: 'bela', team: 'guild/Core' }),
        entry('repo.add_member', { user: 'cleo', repo: 'guild/atlas' }),
        entry('org.update_member', { user: 'dora', permission: 'admin', old_permission: 'read' }),
      ),
    ).toEqual([
      ['bela', 'organization', '2026-09-01'],
      ['bela', 'team core', '2026-09-22'],
      ['cleo', 'repository atlas', '2026-09-22'],
      ['dora', 'owner', '2026-09-22'],
    ])
  })

  it('dates nobody where a role was lowered, or the role before is not told', () => {
    const update = (change: object) => entry('org.update_member', { user: 'dora', ...change })
    expect(given(update({ permission: 'read', old_permission: 'admin' }))).toEqual([])
    expect(given(update({ permission: 'admin' }))).toEqual([])
    expect(given(entry('org.invite_member', { user: 'dora' }))).toEqual([])
  })

  it('that was taken away again dates nobody, whatever the order of the file', () => {
    expect(given(removed('2026-09-02'), added('2026-09-01'))).toEqual([])
    expect(given(added('2026-09-01'), removed('2026-09-02'))).toEqual([])
  })

  it('that a sync gave back dates nobody; after a month away somebody is new', () => {
    expect(given(removed('2026-09-01'), added('2026-09-02'))).toEqual([])
    expect(given(removed('2026-08-01'), added('2026-09-02'))).toEqual([
      ['bela', 'organization', '2026-09-02'],
    ])
    expect(given(added('2026-07-01'), removed('2026-09-01'), added('2026-09-02'))).toEqual([
      ['bela', 'organization', '2026-07-01'],
    ])
  })

  it('that is repeated without a removal between keeps its first date', () => {
    expect(given(added('2026-09-02'), added('2026-09-01'))).toEqual([['bela', 'organization', '2026-09-01']])
  })
})

describe('any file', () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom('ada', 'bela', 'guild', 1, 100, ms(DAY), 'x.y', 1e300),
  )
  const fields = fc.constantFrom(
    '@timestamp',
    'created_at',
    'action',
    'actor',
    'actor_id',
    'user',
    'user_id',
    'org',
    'org_id',
    'repo',
    'team',
    'permission',
    '__proto__',
    'constructor',
  )

  it('never makes it throw, and every entry is used or counted', () => {
    const rows = fc.array(fc.oneof(fc.jsonValue(), fc.dictionary(fields, value)), { maxLength: 10 })
    fc.assert(
      fc.property(rows, (any) => {
        const { entries, leftOut } = read(any, { id: 1, login: 'ada' })
        const left = Object.values(leftOut).reduce((sum, count) => sum + count, 0)
        expect(entries + left).toBeGreaterThanOrEqual(any.length)
      }),
    )
  })

  it('never holds an act of somebody whom no entry names as its actor', () => {
    const actions = fc.constantFrom('org.add_member', 'org.remove_member', 'team.add_member', 'repo.create')
    const people = fc.constantFrom('ada', 'cleo', 'helper[bot]')
    fc.assert(
      fc.property(fc.array(fc.tuple(actions, people), { maxLength: 20 }), (all) => {
        const rows = all.map(([action, actor]) => entry(action, { actor, user: 'bela', team: 'guild/core' }))
        const log = read(rows)
        expect(log.acts.map(({ who }) => who.login)).not.toContain('bela')
        expect(log.acts.every(({ at }) => at <= NOW)).toBe(true)
      }),
    )
  })
})
