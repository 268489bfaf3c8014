/** Stories of people who commented early in a long discussion: it is read back to the first comment. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unreadIn } from '../../local/api.ts'
import { LONG_AGO, RECENTLY, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const LATER = '2026-11-01T10:00:00.000Z'

let chatelaine: Chatelaine
let unread: readonly unknown[]
let verdicts: Map<string, string>

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  for (const login of ['early-word', 'early-answer', 'fifty-first', 'old-word', 'silent']) guild.member(login)
  const follow = (n: number, times: number, action: string | null) => {
    for (let i = 0; i < times; i++) guild.act('passer-by', 'discussion_comment', { n, at: LATER, action })
  }
  for (const n of [5, 6, 7]) guild.act('guild-warden', 'discussion', { n, at: LONG_AGO })
  guild.act('old-word', 'discussion_comment', { n: 5, at: LONG_AGO })
  guild.act('early-word', 'discussion_comment', { n: 5 })
  follow(5, 120, null)
  guild.act('fifty-first', 'discussion_comment', { n: 6 })
  follow(6, 50, null)
  guild.act('old-word', 'discussion_comment', { n: 7, at: LONG_AGO })
  guild.act('early-answer', 'discussion_comment', { n: 7, action: 'reply' })
  follow(7, 120, 'reply')
  follow(7, 60, null)
  // Each page takes a step of its own, and the rest of a discussion another instance.
  const vars = { REQUESTS_PER_STEP: '1', REQUESTS_PER_INSTANCE: '3' }
  chatelaine = await startChatelaine({ world: small.world(), vars })
  unread = unreadIn(await chatelaine.audited('guild'))
  verdicts = new Map((await chatelaine.accounts('guild')).map(({ login, verdict }) => [login, verdict]))
}, 60_000)

afterAll(() => chatelaine.close())

describe('in long discussions', () => {
  it.each([
    ['the author of the first of 121 comments inside the window stays active', 'early-word'],
    ['the author of one comment before the fifty newest stays active', 'fifty-first'],
    ['the first of 121 people to answer an old comment stays active', 'early-answer'],
  ])('%s', async (_, login) => {
    expect(verdicts.get(login)).toBe('active')
    const { lastActivity } = (await chatelaine.accounts('guild')).find((one) => one.login === login) ?? {}
    expect([lastActivity?.at, lastActivity?.kind]).toEqual([RECENTLY, 'discussion_comment'])
  })

  it('somebody who commented only long ago is inactive, since everything was read', () => {
    expect(unread).toEqual([])
    expect(verdicts.get('old-word')).toBe('inactive')
    expect(verdicts.get('silent')).toBe('inactive')
  })
})
