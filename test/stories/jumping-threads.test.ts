/** Stories of threads that get a comment while an audit pages through them, and so jump ahead of its cursor. */

import { afterEach, describe, expect, it } from 'vitest'
import type { World } from '../../fake-github/world/world.ts'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { NOW, type OrganizationBuilder, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const SEPTEMBER = '2026-09-01T00:00:00.000Z'
/** More threads than the newest page holds. */
const MANY = 60

let chatelaine: Chatelaine
afterEach(() => chatelaine.close())

describe.each(['issue', 'pull_request'] as const)('a comment on an old %s while others are read', (kind) => {
  it('the person who labelled it stays active, on that day and the days after', async () => {
    chatelaine = await startChatelaine({ world: guildWhere((guild) => addThreads(guild, kind, 'atlas')) })
    commentBeforeQuery(2)
    await chatelaine.auditedAt(NOW)
    expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
    for (const days of [1, 2]) await chatelaine.auditedAt(hoursAfter(NOW, 24 * days))
    expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
  }, 60_000)
})

it('a thread is read even if more threads than a page holds are updated meanwhile', async () => {
  chatelaine = await startChatelaine({ world: guildWhere((guild) => addThreads(guild, 'issue', 'atlas')) })
  commentBeforeQuery(2)
  commentBeforeQuery(3, 2, MANY)
  await chatelaine.auditedAt(NOW)
  expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
  // The newest page, the rest, and two pages of what was updated meanwhile.
  expect(timelineQueries()).toBe(4)
}, 60_000)

it('the final check costs ten recently pushed repositories one query together, and repositories of one page none', async () => {
  const recent = Array.from({ length: 9 }, (_, n) => `recent-${n}`)
  const world = guildWhere((guild) => {
    addThreads(guild, 'issue', 'atlas')
    for (const repo of recent) {
      guild.repository(repo)
      addThreads(guild, 'issue', repo)
    }
    guild.repository('quiet')
    guild.act('passer-by', 'issue', { n: 1, at: SEPTEMBER, repo: 'quiet' })
  })
  chatelaine = await startChatelaine({ world })
  await chatelaine.auditedAt(NOW)
  // The newest pages of eleven, ten at once; the rest of ten, three at once; the final check, all ten at once.
  expect(timelineQueries()).toBe(2 + 4 + 1)
}, 60_000)

it('a repository whose final check is refused counts as unread', async () => {
  chatelaine = await startChatelaine({ world: guildWhere((guild) => addThreads(guild, 'issue', 'atlas')) })
  const { faults } = chatelaine.github
  faults.before({ operation: 'Timelines' }, 3, () =>
    faults.failMatching({ operation: 'Timelines' }, '404', 20),
  )
  await chatelaine.auditedAt(NOW)
  const database = await chatelaine.worker.database()
  const read = await database.prepare("SELECT * FROM watermarks WHERE source = 'timelines'").all()
  expect(read.results).toEqual([])
  // The list stages that follow found the label.
  expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
}, 60_000)

function guildWhere(setUp: (guild: OrganizationBuilder) => void): World {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.member('silent')
  guild.member('triager')
  setUp(guild)
  return small.world()
}

/** Many threads, an hour apart; all that `triager` ever did is a label on the oldest of atlas. */
function addThreads(guild: OrganizationBuilder, kind: 'issue' | 'pull_request', repo: string): void {
  for (let n = 1; n <= MANY; n++) guild.act('passer-by', kind, { n, at: hoursAfter(SEPTEMBER, n), repo })
  if (repo === 'atlas') guild.act('triager', 'label', { n: 1, at: hoursAfter(SEPTEMBER, 1) })
}

/** Has somebody comment on threads `first` to `last` just before the audit's n-th query for timelines; 1 is the oldest. */
function commentBeforeQuery(query: number, first = 1, last = first): void {
  const { github } = chatelaine
  const at = hoursAfter(NOW, query / 10)
  github.faults.before({ operation: 'Timelines' }, query, () => {
    github.setNow(at)
    for (let n = first; n <= last; n++)
      github.act({ actor: 'passer-by', kind: 'issue_comment', owner: 'guild', repo: 'atlas', n, at })
  })
}

async function verdicts() {
  const rows = await chatelaine.accounts('guild')
  const verdictOf = (login: string) => rows.find((row) => row.login === login)?.verdict
  return { triager: verdictOf('triager'), silent: verdictOf('silent') }
}

function timelineQueries(): number {
  return chatelaine.github.requests.log.filter(({ operation }) => operation === 'Timelines').length
}
