/** The same acts, read by timelines and by REST's lists: either way they are the same person's. Against the demo GitHub, over HTTP. */

import { beforeAll, describe, expect, it } from 'vitest'
import { EVENT_KINDS, type EventKind } from '../../src/github/activity/event-kinds.ts'
import { bothWays, type Seen } from '../fixtures/github/both-ways.ts'
import { LONG_AGO, type OrganizationBuilder, RECENTLY } from '../fixtures/github/small-world.ts'

type Kind = EventKind & { readonly event: string }
const KINDS = EVENT_KINDS.filter((kind): kind is Kind => kind.event !== null)
const OWN = KINDS.filter(({ whose }) => whose === 'own')

/** One person for each kind and place, who did just that. */
const ON_PULLS = OWN.filter(({ on }) => on !== 'neither')
const ON_ISSUES = OWN.filter(({ on }) => on === 'both')
const IN_LISTS_ALONE = OWN.filter(({ on }) => on === 'neither')
const NO_ACT = KINDS.filter(({ whose }) => whose !== 'own')

describe('an act on an issue or a pull request', () => {
  let seen: Seen
  beforeAll(async () => {
    seen = await bothWays((guild) => {
      for (const kind of ON_ISSUES) happens(guild, 'issue', kind)
      for (const kind of ON_PULLS) happens(guild, 'pull_request', kind)
      for (const kind of IN_LISTS_ALONE) happens(guild, 'issue', kind)
      for (const kind of NO_ACT) happens(guild, 'pull_request', kind)
    })
  }, 60_000)

  it.each(ON_ISSUES.map(({ event }) => event))('%s of an issue is the same act either way', (event) => {
    expectOneAct(nameOf('issue', event))
  })

  it.each(ON_PULLS.map(({ event }) => event))('%s of a pull request is the same act either way', (event) => {
    expectOneAct(nameOf('pull_request', event))
  })

  it.each(IN_LISTS_ALONE.map(({ event }) => event))('%s counts where REST lists it', (event) => {
    expect(seen.lists.get(nameOf('issue', event))).toEqual([`triage ${RECENTLY}`])
  })

  it.each(NO_ACT.map(({ event }) => event))('%s makes nobody active', (event) => {
    const login = nameOf('pull_request', event)
    expect([seen.timelines.get(login), seen.lists.get(login)]).toEqual([undefined, undefined])
  })

  it('is not that of whom it was done to', () => {
    expect([seen.timelines.get('bystander'), seen.lists.get('bystander')]).toEqual([undefined, undefined])
  })

  it('leaves nobody in doubt', () => {
    expect(seen.odd).toEqual([])
  })

  function expectOneAct(login: string): void {
    expect(seen.timelines.get(login)).toEqual([expect.stringContaining(RECENTLY)])
    expect(seen.lists.get(login)).toEqual(seen.timelines.get(login))
  }
})

describe('what somebody does by way of an App', () => {
  it('is their comment, and their label, either way', async () => {
    const { timelines, lists } = await bothWays((guild) => {
      guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
      guild.act('writer', 'issue_comment', { n: 1, via_app: true })
      guild.act('labeller', 'label', { n: 1, via_app: true })
    })
    for (const way of [timelines, lists]) {
      expect(way.get('writer')).toEqual([`issue_comment ${RECENTLY}`])
      expect(way.get('labeller')).toEqual([`triage ${RECENTLY}`])
    }
  })
})

describe('an event that is not known here', () => {
  it('is no act of whom it names, and leaves them in doubt', async () => {
    const { lists, odd, idOf } = await bothWays((guild) => {
      guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
      guild.act('pioneer', 'label', { n: 1, action: 'teleported' })
    })
    expect(lists.get('pioneer')).toBeUndefined()
    expect(odd).toEqual([
      {
        sentence: expect.stringContaining('event is "teleported", which is not known here'),
        accounts: [idOf('pioneer')],
      },
    ])
  })

  it('leaves nobody in doubt where it was before the window', async () => {
    const { odd } = await bothWays((guild) => {
      guild.act('guild-warden', 'issue', { n: 1, at: LONG_AGO })
      guild.act('pioneer', 'label', { n: 1, action: 'teleported', at: LONG_AGO })
    })
    expect(odd).toEqual([])
  })
})

let threads = 0

/** On a thread of its own, that somebody else began long ago. */
function happens(guild: OrganizationBuilder, place: 'issue' | 'pull_request', { event }: Kind): void {
  const n = ++threads
  guild.act('guild-warden', place, { n, at: LONG_AGO })
  guild.act(nameOf(place, event), AS[event] ?? 'label', { n, action: event, subject: 'bystander' })
}

/** What a world calls it, where it is not told as another name of a label. */
const AS: Readonly<Record<string, 'merge' | 'assign' | 'review_request'>> = {
  merged: 'merge',
  assigned: 'assign',
  unassigned: 'assign',
  review_requested: 'review_request',
  review_request_removed: 'review_request',
}

function nameOf(place: 'issue' | 'pull_request', event: string): string {
  return `${place}-${event}`.replaceAll('_', '-')
}
