/** From when to when a repository was read, so that no month of it looks empty that was not: the weakest of its sources counts. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Instant, Reading } from '../../src/policy/words.ts'
import { findActiveMonths } from '../../src/register/activity/acts-by-month.ts'
import { BEGINNING, watermarksStatement } from '../../src/register/activity/watermarks.ts'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import type { Register, Statement } from '../../src/register/open.ts'
import { actsByMonth, repositories, type WatermarkSource } from '../../src/register/schema.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const ORG = 6001
const BELA = 7
const ATLAS = 101
const SINCE = '2026-05-22T06:00:00.000Z'
/** The last change of atlas that an audit read, and the audit that did. */
const CHANGED = '2026-09-01T12:00:00.000Z'
const THEN = '2026-09-02T06:00:00.000Z'
const AUDIT = { id: 'audit-9', asOf: '2026-11-22T06:00:00.000Z' } as const

const SOURCES = [
  'timelines',
  'review_comments',
  'repository_activity',
  'commit_comments',
  'releases',
  'discussions',
] as const

let register: Register
beforeEach(async () => {
  register = await freshRegister()
  await register.insert(repositories).values({
    ...{ id: ATLAS, orgId: ORG, name: 'atlas', nodeId: 'R', private: false, archived: false, fork: false },
    ...{ firstSeen: SINCE, pushedAt: CHANGED, threadsUpdatedAt: CHANGED },
    ...{ commentedAt: CHANGED, releasedAt: CHANGED, discussedAt: CHANGED },
  })
  await register
    .insert(actsByMonth)
    .values({ orgId: ORG, accountId: BELA, repositoryId: ATLAS, month: '2026-06', days: 1 })
  for (const source of SOURCES) await read(source, { since: SINCE, readTo: THEN, mark: CHANGED })
  await readingsStatement(register, AUDIT.id, [whole('repositories'), whole('probe')])
})

const whole = (source: 'repositories' | 'probe'): Reading => ({
  source,
  scope: { kind: 'organization' },
  state: { kind: 'complete' },
})
const read = (source: WatermarkSource, span: { since: Instant; readTo: Instant; mark: string | null }) =>
  watermarksStatement(register, ORG, source, [{ scope: ATLAS, ...span }])
const span = async (audit: typeof AUDIT | null = AUDIT) =>
  (await findActiveMonths(register, ORG, BELA, '2024-12', audit))[0]?.read

describe('a repository', () => {
  it('that has not changed since it was read counts as read up to the newest audit', async () => {
    expect(await span()).toEqual({ since: SINCE, readTo: AUDIT.asOf })
  })

  it.each(SOURCES)(
    'that has changed since its %s were read counts as read up to that reading',
    async (source) => {
      await register.run(`update watermarks set mark = '2026-08-31T12:00:00.000Z' where source = '${source}'`)
      expect(await span()).toEqual({ since: SINCE, readTo: THEN })
    },
  )

  it.each(SOURCES)('counts as read from the day on from which its %s were', async (source) => {
    await register.run(`update watermarks set since = '2026-07-01T00:00:00.000Z' where source = '${source}'`)
    expect((await span())?.since).toBe('2026-07-01T00:00:00.000Z')
  })

  it.each(SOURCES)('of which %s were never read counts from its last change on', async (source) => {
    await register.run(`delete from watermarks where source = '${source}'`)
    expect(await span()).toEqual({ since: CHANGED, readTo: AUDIT.asOf })
  })

  it('in which nothing of a kind ever changed needs no reading of it', async () => {
    await register.run('delete from watermarks')
    await register.run(
      'update repositories set pushed_at = null, talked_at = null, commented_at = null, released_at = null, discussed_at = null',
    )
    expect(await span()).toEqual({ since: BEGINNING, readTo: AUDIT.asOf })
  })
})

describe('whether something has changed since is known only to an audit', () => {
  const unknown: readonly (readonly [string, () => PromiseLike<unknown> | Statement])[] = [
    ['that has ended', async () => undefined],
    [
      'that listed all repositories',
      () => register.run("delete from readings where source = 'repositories'"),
    ],
    [
      'that looked at each for changes',
      () => register.run("update readings set unread = 'GitHub was down.' where source = 'probe'"),
    ],
    [
      'to which GitHub showed the repository',
      () =>
        readingsStatement(register, AUDIT.id, [
          {
            source: 'hidden_repositories',
            scope: { kind: 'repository', id: ATLAS },
            state: { kind: 'not_shown', reason: 'It is blocked.' },
          },
        ]),
    ],
    ['that found it still there', () => register.run(`update repositories set closed_at = '${AUDIT.asOf}'`)],
    [
      'that began after it was first seen',
      () => register.run("update repositories set first_seen = '2026-11-22T07:00:00.000Z'"),
    ],
  ]

  it.each(unknown)('%s', async (name, change) => {
    await change()
    expect(await span(name === 'that has ended' ? null : AUDIT)).toEqual(
      name === 'that has ended' ? null : { since: SINCE, readTo: THEN },
    )
  })

  it('and where there is none, what was never read was not read', async () => {
    await register.run('delete from watermarks')
    await register.run('delete from readings')
    expect(await span()).toBe(null)
  })
})
