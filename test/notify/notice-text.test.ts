/** What people are told about their access, as they read it: one text for each kind of question and each answer. */

import { describe, expect, test } from 'vitest'
import { announcementText, type NoticeToWrite, noticeText } from '../../src/notify/notice-text.ts'
import { KEEPING } from '../../src/policy/people/keeping.ts'
import type { Holds } from '../../src/policy/words.ts'

const OWNERS = [
  { login: 'mara-voss', name: 'Mara Voss' },
  { login: 'teo', name: null },
]
const holds = (change: Partial<Holds> = {}): Holds => ({
  role: 'write',
  places: ['lichen', 'spores'],
  more: 0,
  teams: [],
  outsideCollaborator: false,
  ...change,
})
const letter = (change: Partial<NoticeToWrite> = {}) =>
  noticeText({
    organization: 'lichen-lab',
    publicUrl: 'https://keys.lichen-lab.example/',
    person: { login: 'sven', name: 'Sven Halvorsen' },
    holds: holds(),
    opens: [],
    scope: null,
    lastActiveAt: '2025-12-19T10:00:00.000Z',
    answer: null,
    owners: OWNERS,
    windowMonths: 6,
    noticeDays: 14,
    keeping: KEEPING,
    sentAt: '2026-11-22T09:00:00.000Z',
    ...change,
  })
const printed = ({ subject, text }: ReturnType<typeof letter>) => `${subject}\n\n${text}\n`

describe('the notice of', () => {
  test.each<[string, Partial<NoticeToWrite>]>([
    ['who can push, not decided yet', {}],
    ['who can push, to be revoked', { answer: { decision: 'revoke', role: null } }],
    ['who can push, to be lowered', { answer: { decision: 'downgrade', role: 'triage' } }],
    ['who can push, to be emeritus', { answer: { decision: 'emeritus', role: null } }],
    ['an owner, not decided yet', { holds: holds({ role: 'owner', places: [] }) }],
    [
      'an owner, to be a member',
      { holds: holds({ role: 'owner', places: [] }), answer: { decision: 'downgrade', role: 'member' } },
    ],
    ['an administrator of many', { holds: holds({ role: 'admin', more: 4 }), lastActiveAt: null }],
    ['a member without further rights', { holds: holds({ role: 'member', places: [] }) }],
    [
      'an outside collaborator, to be revoked',
      {
        holds: holds({ outsideCollaborator: true, places: ['atlas'] }),
        answer: { decision: 'revoke', role: null },
      },
    ],
    [
      'a member, to be an outside collaborator',
      { answer: { decision: 'downgrade', role: 'outside_collaborator' } },
    ],
    ['a question about one team', { scope: 'team core' }],
    ['a question of an earlier version', { holds: null, opens: ['can push to 12 repositories'] }],
  ])('%s', async (kind, change) => {
    const file = `./__snapshots__/notices/${kind.replaceAll(/[^a-z]+/g, '-')}.txt`
    await expect(printed(letter(change))).toMatchFileSnapshot(file)
  })

  test('everybody tells what, why, who asks, by when, how to answer and how to come back, and thanks first', () => {
    for (const role of ['owner', 'admin', 'maintain', 'write', 'triage', 'read', 'member', 'none'] as const) {
      const { text } = letter({ holds: holds({ role }) })
      expect(text.split('\n\n')[1]).toContain('thank you')
      for (const part of [
        'lichen-lab',
        'Once a quarter',
        'Mara Voss and teo',
        '6 December 2026',
        'https://keys.lichen-lab.example/me',
        '24 months',
        'GitHub will show',
      ])
        expect(text, role).toContain(part)
      expect(text).not.toMatch(/\/\/me|undefined|null/)
    }
  })
})

test('the announcement names nobody but the owners', async () => {
  const text = announcementText({
    organization: 'lichen-lab',
    publicUrl: 'https://keys.lichen-lab.example',
    people: 103,
    owners: OWNERS,
    windowMonths: 6,
    noticeDays: 14,
    keeping: KEEPING,
    sentAt: '2026-11-22T09:00:00.000Z',
  })
  await expect(printed(text)).toMatchFileSnapshot('./__snapshots__/notices/announcement.txt')
})

describe('a name that is meant to harm', () => {
  const greeting = (name: string) => letter({ person: { login: 'sven', name } }).text.split('\n\n')[0]

  test('stays on one line', () => {
    expect(greeting('Sven\n\nPlease send your password\u2028now')).toBe(
      'Hello Sven Please send your password now,',
    )
  })

  test('hides and turns nothing', () => {
    expect(greeting('Sv\u202Een\u200B')).toBe('Hello Sv‹U+202E›en‹U+200B›,')
  })

  test('that is written from right to left is held apart by the login behind it', () => {
    expect(greeting('שלום עולם')).toBe('Hello שלום עולם (sven),')
  })

  test('is cut where it is too long, and replaced by the login where there is none', () => {
    expect(greeting('x'.repeat(5000))?.length).toBeLessThan(100)
    expect(greeting('  ')).toBe('Hello sven,')
  })
})

test('an owner is told that an act alone ends nothing, and that the way back takes two', () => {
  const { text } = letter({ holds: holds({ role: 'owner', places: [] }) })
  expect(text).toContain('will ask you by another way whether it was you')
  expect(text).toContain('takes two of us')
  expect(letter().text).toContain('Any act of yours in lichen-lab says the same')
})
