/** The table of directions, row by row: what holds at once, and what waits for another owner. */
import { describe, expect, it } from 'vitest'
import {
  type Circumstances,
  type Direction,
  directedChanges,
  directionInWords,
} from '../../../src/policy/rules/directions.ts'
import { leafName, leafNamed, SETTINGS, withLeaf } from '../../../src/policy/rules/leaves.ts'
import { DEFAULT_RULES, type Rules, rulesSchema } from '../../../src/policy/rules/rules.ts'

const NOW = '2026-11-22T06:00:00.000Z'
const OWNER = 1
const ADA = { id: OWNER, login: 'ada' }
const mine: Circumstances = {
  now: NOW,
  by: { kind: 'person', ...ADA },
  isPrivileged: (account) => account === 5,
  deploymentChannels: { slack: false, discord: true },
  removalsByDefault: 'off',
}
/** Where removals are on unless owners switch them off. */
const enterprise: Circumstances = { ...mine, removalsByDefault: 'on' }
const anothers: Circumstances = { ...mine, by: { kind: 'person', id: 9, login: 'teo' } }
const rules = (changes: Partial<Rules>): Rules => ({ ...DEFAULT_RULES, ...changes })

const leave = (id: number, until = '2027-01-01T00:00:00.000Z', by?: { id: number | null; login: string }) =>
  rulesSchema.parse({ exemptions: [{ login: `u${id}`, id, reason: 'leave', until, by }] })
const bot = (id: number, sponsor: string, until?: string) =>
  rulesSchema.parse({ sponsors: [{ login: `u${id}`, id, sponsor, until, by: ADA }] })
const channel = (kind: 'slack' | 'discord', address: string | null) =>
  rules({ channels: { ...DEFAULT_RULES.channels, [kind]: address } })
const LATER = '2027-02-01T00:00:00.000Z'
const PAST = '2026-10-01T00:00:00.000Z'

/** setting, what changes, before, after, who changes it, direction */
const ROWS: readonly (readonly [string, string, Rules, Rules, Circumstances, Direction])[] = [
  ['windowMonths', 'longer', rules({}), rules({ windowMonths: 9 }), mine, 'pending'],
  ['windowMonths', 'shorter', rules({}), rules({ windowMonths: 3 }), mine, 'pending'],
  ['noticeDays', 'longer', rules({}), rules({ noticeDays: 15 }), mine, 'at_once'],
  ['noticeDays', 'shorter', rules({}), rules({ noticeDays: 13 }), mine, 'pending'],
  ['coolingHours', 'longer', rules({}), rules({ coolingHours: 25 }), mine, 'at_once'],
  ['coolingHours', 'shorter', rules({}), rules({ coolingHours: 23 }), mine, 'pending'],
  ['reviewDueDays', 'longer', rules({}), rules({ reviewDueDays: 22 }), mine, 'at_once'],
  ['reviewDueDays', 'shorter', rules({ reviewDueDays: 30 }), rules({ reviewDueDays: 29 }), mine, 'pending'],
  [
    'reviewEvery',
    'more often',
    rules({ reviewEvery: 'never' }),
    rules({ reviewEvery: 'year' }),
    mine,
    'at_once',
  ],
  ['reviewEvery', 'less often', rules({}), rules({ reviewEvery: 'half_year' }), mine, 'pending'],
  ['removalBudget.count', 'smaller', rules({}), budget(49, 0.25), mine, 'at_once'],
  ['removalBudget.count', 'larger', rules({}), budget(51, 0.25), mine, 'pending'],
  ['removalBudget.share', 'smaller', rules({}), budget(50, 0.2), mine, 'at_once'],
  ['removalBudget.share', 'larger', rules({}), budget(50, 0.3), mine, 'pending'],
  ['exemptions', 'of somebody else', rules({}), leave(2), mine, 'at_once'],
  ['exemptions', 'of an owner or admin', rules({}), leave(5), mine, 'pending'],
  ['exemptions', 'of oneself', rules({}), leave(OWNER), mine, 'own'],
  ['exemptions', 'of oneself, longer', leave(9, undefined, ADA), leave(9, LATER, ADA), anothers, 'own'],
  ['exemptions', 'longer', leave(2), leave(2, LATER), mine, 'at_once'],
  ['exemptions', 'of an admin, longer', leave(5), leave(5, LATER), mine, 'pending'],
  ['exemptions', 'shorter', leave(2, LATER, ADA), leave(2, undefined, ADA), mine, 'pending'],
  ['exemptions', 'taken away by who set it', leave(2, LATER, ADA), rules({}), mine, 'pending'],
  ['exemptions', 'taken away by another owner', leave(2, LATER, ADA), rules({}), anothers, 'at_once'],
  ['exemptions', 'taken away where nobody knows who set it', leave(2, LATER), rules({}), anothers, 'pending'],
  ['exemptions', 'taken away once it is over', leave(2, PAST, ADA), rules({}), mine, 'at_once'],
  ['sponsors', 'of somebody else', rules({}), bot(2, 'teo', LATER), mine, 'at_once'],
  ['sponsors', 'of an admin', rules({}), bot(5, 'teo', LATER), mine, 'pending'],
  ['sponsors', 'of oneself', rules({}), bot(OWNER, 'teo', LATER), mine, 'own'],
  ['sponsors', 'another sponsor of an admin', bot(5, 'teo', LATER), bot(5, 'iris', LATER), mine, 'pending'],
  ['sponsors', 'an end where there was none', bot(2, 'teo'), bot(2, 'teo', LATER), mine, 'pending'],
  ['leftOut', 'one more', rules({}), without('atlas'), mine, 'pending'],
  ['leftOut', 'read again', without('atlas'), rules({}), mine, 'at_once'],
  ['emeritusTeam', 'another', rules({}), rules({ emeritusTeam: 'alumni' }), mine, 'pending'],
  ['emeritusTeam', 'none', rules({ emeritusTeam: 'alumni' }), rules({}), mine, 'pending'],
  ['contributors.team', 'one', rules({}), teamOf('security'), mine, 'pending'],
  ['contributors.team', 'another', teamOf('security'), teamOf('docs'), mine, 'pending'],
  ['contributors.team', 'another of the same name', teamOf('security'), renamed(), mine, 'pending'],
  ['contributors.team', 'none', teamOf('security'), rules({}), mine, 'at_once'],
  ['contributors.people', 'one', rules({}), contributor(LATER), mine, 'pending'],
  ['contributors.people', 'taken away', contributor(LATER), rules({}), mine, 'at_once'],
  ['contributors.people', 'longer', contributor(PAST), contributor(LATER), mine, 'pending'],
  ['contributors.people', 'shorter', contributor(LATER), contributor(PAST), mine, 'at_once'],
  ['offboarding', 'one line more', rules({}), rules({ offboarding: ['PyPI'] }), mine, 'at_once'],
  ['channels.slack', 'the first', channel('slack', null), channel('slack', 'a'), mine, 'at_once'],
  ['channels.slack', 'another', channel('slack', 'a'), channel('slack', 'b'), mine, 'pending'],
  ['channels.slack', 'none', channel('slack', 'a'), channel('slack', null), mine, 'pending'],
  ['channels.discord', "instead of the deployment's", rules({}), channel('discord', 'a'), mine, 'pending'],
  ['channels.names', 'on', rules({}), names(true), mine, 'pending'],
  ['channels.names', 'off', names(true), rules({}), mine, 'at_once'],
  ['public', 'on', rules({}), rules({ public: true }), mine, 'pending'],
  ['public', 'off', rules({ public: true }), rules({}), mine, 'at_once'],
  ['removals', 'on', rules({}), rules({ removals: 'on' }), mine, 'pending'],
  ['removals', 'off', rules({ removals: 'on' }), rules({ removals: 'off' }), mine, 'at_once'],
  ['removals', 'on as it is unset', rules({}), rules({ removals: 'on' }), enterprise, 'at_once'],
  ['removals', 'on again', rules({ removals: 'off' }), rules({}), enterprise, 'pending'],
  ['shareActivity', 'on', rules({}), rules({ shareActivity: true }), mine, 'pending'],
  ['shareActivity', 'off', rules({ shareActivity: true }), rules({}), mine, 'at_once'],
]

describe('the table of directions', () => {
  it.each(ROWS)('%s, %s', (setting, _what, before, after, circumstances, direction) => {
    const changes = directedChanges(before, after, circumstances)
    expect(changes.map((change) => [change.setting, change.direction])).toEqual([[setting, direction]])
  })

  it('has a row for every setting of the rules, each with its words', () => {
    expect([...new Set(ROWS.map(([setting]) => setting))].sort()).toEqual([...SETTINGS].sort())
    const top = new Set(SETTINGS.map((setting) => setting.split('.')[0]))
    expect([...top].sort()).toEqual(Object.keys(DEFAULT_RULES).sort())
    for (const setting of SETTINGS) expect(directionInWords(setting)).toMatch(/^[A-Z].*\.$/)
  })

  it('names each leaf so that its change can be made later: the stored name and value give the same rules', () => {
    for (const [, , before, after] of ROWS) {
      for (const { to, ...leaf } of directedChanges(before, after, mine)) {
        const named = leafNamed(leafName(leaf))
        expect(named).toEqual({ setting: leaf.setting, entry: leaf.entry })
        expect(rulesSchema.parse(withLeaf(before, leaf.setting, leaf.entry, to))).toEqual(after)
      }
    }
  })
})

function budget(count: number, share: number): Rules {
  return rules({ removalBudget: { count, share } })
}

function names(on: boolean): Rules {
  return rules({ channels: { ...DEFAULT_RULES.channels, names: on } })
}

function without(repository: string): Rules {
  return rules({ leftOut: [{ repository, reason: 'noise' }] })
}

function teamOf(team: string): Rules {
  const id = team === 'docs' ? 22 : 21
  return rules({ contributors: { team: { id, slug: team }, people: [] } })
}

function renamed(): Rules {
  return rules({ contributors: { team: { id: 23, slug: 'security' }, people: [] } })
}

function contributor(until: string): Rules {
  return rulesSchema.parse({ contributors: { people: [{ login: 'iris', id: 7, until }] } })
}
