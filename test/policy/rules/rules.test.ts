/** The settings: defaults, complaints all at once, and never a fall back to defaults. */

import { describe, expect, it } from 'vitest'
import { Refusal } from '../../../src/policy/refusal.ts'
import { parseRules } from '../../../src/policy/rules/parse-rules.ts'
import { DEFAULT_RULES, readRules } from '../../../src/policy/rules/rules.ts'

const complaintsAbout = (value: unknown): string[] => {
  const parsed = parseRules(value)
  return parsed.ok ? [] : parsed.complaints
}

describe('rules', () => {
  it('that set nothing are the defaults of the contract', () => {
    expect(parseRules({})).toEqual({ ok: true, rules: DEFAULT_RULES })
    expect(DEFAULT_RULES).toEqual({
      windowMonths: 6,
      noticeDays: 14,
      coolingHours: 24,
      reviewDueDays: 21,
      removalBudget: { count: 50, share: 0.25 },
      exemptions: [],
      sponsors: [],
      leftOut: [],
      emeritusTeam: null,
      contributors: { team: null, people: [] },
      offboarding: [],
      channels: { slack: null, discord: null, names: false },
      public: false,
      removals: null,
      shareActivity: false,
      reviewEvery: 'quarter',
    })
  })

  it('are complained about all at once, a sentence each', () => {
    const complaints = complaintsAbout({
      windowMonths: 0,
      noticeDays: 1.5,
      removalBudget: { count: 10, share: 2 },
      exemptions: [{ login: 'not a login', reason: '', until: '2027-02-30' }],
      channels: { slack: 'https://evil.example/hook', discord: null, names: 'yes' },
      windowMonth: 6,
    })
    expect(complaints).toEqual([
      'windowMonths must be a whole number from 1 to 60.',
      'noticeDays must be a whole number from 0 to 180.',
      'removalBudget.share must be a share above 0 and at most 1, for example 0.1.',
      'exemptions.0.login: The login of an exemption must be a GitHub login.',
      'exemptions.0.reason: An exemption needs a reason.',
      'exemptions.0.until: The until of an exemption must be a day (2027-03-01) or a moment (2027-03-01T12:00:00Z).',
      'channels.names must be true or false.',
      'There is no setting windowMonth.',
      'channels.slack must be an incoming webhook, an address that starts with https://hooks.slack.com/.',
    ])
  })

  it.each([null, 'six months', 7, [1]])('that are no object (%j) are complained about', (value) => {
    expect(complaintsAbout(value)).toEqual(['The rules must be an object with the settings as its keys.'])
  })

  it('are complained about in words wherever the wrong kind of value stands', () => {
    const complaints = complaintsAbout({
      removalBudget: 5,
      exemptions: ['ada'],
      sponsors: { ada: 'bela' },
      channels: 'slack',
      reviewEvery: 'month',
      emeritusTeam: 'The Alumni',
      public: 'yes',
      confirmNoNotice: 'yes',
    })
    expect(complaints).toHaveLength(8)
    for (const complaint of complaints) expect(complaint).toMatch(/ (must be|is not) .*\.$/)
  })

  it('that warn nobody need a confirmation', () => {
    expect(complaintsAbout({ noticeDays: 0, coolingHours: 0 })).toHaveLength(2)
    const confirmed = parseRules({ noticeDays: 0, coolingHours: 0, confirmNoNotice: true })
    expect(confirmed).toMatchObject({ ok: true, rules: { noticeDays: 0, coolingHours: 0 } })
    // The confirmation is an answer to a question and no setting: it is not kept.
    expect(confirmed.ok && 'confirmNoNotice' in confirmed.rules).toBe(false)
  })

  it('leave owners a week after the notice', () => {
    expect(complaintsAbout({ noticeDays: 15 })[0]).toContain(
      'reviewDueDays must be at least noticeDays + 7, that is 22',
    )
    expect(complaintsAbout({ noticeDays: 15, reviewDueDays: 22 })).toEqual([])
  })

  it('take a bare day as the whole of it', () => {
    const parsed = parseRules({ exemptions: [{ login: 'ada', reason: 'leave', until: '2027-03-01' }] })
    expect(parsed.ok && parsed.rules.exemptions[0]?.until).toBe('2027-03-01T23:59:59.000Z')
  })

  it.each([
    ['https://hooks.slack.com/services/T0/B0/x', true],
    ['http://hooks.slack.com/services/T0/B0/x', false],
    ['https://hooks.slack.com.evil.example/services', false],
    ['https://user@hooks.slack.com/services', false],
    ['https://hooks.slack.com:8443/services', false],
  ])('take %s as a Slack address: %s', (slack, fine) => {
    expect(complaintsAbout({ channels: { slack } })).toHaveLength(fine ? 0 : 1)
  })
})

describe('rules read from the register', () => {
  it('are the defaults where none were ever set', () => {
    expect(readRules(null)).toEqual(DEFAULT_RULES)
  })

  it('keep zeros that were confirmed once', () => {
    expect(readRules('{"noticeDays":0,"coolingHours":0}')).toMatchObject({ noticeDays: 0, coolingHours: 0 })
  })

  it.each(['', '{', 'null', '{"windowMonths":"six"}', '{"windowMonths":6,"surprise":1}'])(
    'stop the run where they cannot be read (%j), and never become defaults',
    (text) => {
      expect(() => readRules(text)).toThrow(Refusal)
      expect(() => readRules(text)).toThrow(
        "The organisation's rules cannot be read, so nothing was judged or changed.",
      )
    },
  )

  it('are read although an earlier version stored settings that decide nothing any more', () => {
    const stored = { windowMonths: 9, guardians: ['ada'], securityContributors: [], reviewsOnRequest: true }
    expect(readRules(JSON.stringify(stored))).toEqual({ ...DEFAULT_RULES, windowMonths: 9 })
    expect(complaintsAbout(stored)).toHaveLength(3)
  })

  it('have a team by its slug in lower case, however it was written', () => {
    const parsed = parseRules({ emeritusTeam: 'Alumni' })
    expect(parsed.ok && parsed.rules.emeritusTeam).toBe('alumni')
  })

  it('survive being written and read again', () => {
    const parsed = parseRules({
      reviewEvery: 'year',
      emeritusTeam: 'alumni',
      sponsors: [{ login: 'lichen[bot]', sponsor: 'ada' }],
    })
    expect(parsed.ok && readRules(JSON.stringify(parsed.rules))).toEqual(parsed.ok && parsed.rules)
  })
})
