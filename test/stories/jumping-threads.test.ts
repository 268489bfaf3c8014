/** Threads that somebody comments on while an audit pages through them: they jump ahead of the cursor, and who was in them stays active. */

import { afterEach, describe, expect, it } from 'vitest'
import type { World } from '../../fake-github/world/world.ts'
import { hoursAfter } from '../../src/policy/calendar.ts'
import { NOW, type Place, smallWorld } from '../fixtures/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole.ts'

const SEPTEMBER = '2026-09-01T00:00:00Z'
/** More threads than come with the newest page. */
const MANY = 60

let chatelaine: Chatelaine
afterEach(() => chatelaine.close())

describe.each(['issue', 'pull_request'] as const)('a comment on an old %s while others are read', (kind) => {
  it('leaves active who labelled it, on that day and on those after it', async () => {
    chatelaine = await startChatelaine({ world: guildWhere((guild) => talk(guild, kind, 'atlas')) })
    commentedBeforeQuestion(2)
    await chatelaine.auditedAt(NOW)
    expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
    for (const days of [1, 2]) await chatelaine.auditedAt(hoursAfter(NOW, 24 * days))
    expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
  }, 60_000)
})

it('is seen even where more threads move meanwhile than come with a page', async () => {
  chatelaine = await startChatelaine({ world: guildWhere((guild) => talk(guild, 'issue', 'atlas')) })
  commentedBeforeQuestion(2)
  commentedBeforeQuestion(3, 2, MANY)
  await chatelaine.auditedAt(NOW)
  expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
  // The newest page, the rest, and two pages of what moved meanwhile.
  expect(questions()).toBe(4)
}, 60_000)

it('costs ten lively repositories one question more together, and those of one page nothing', async () => {
  const recent = Array.from({ length: 9 }, (_, n) => `lively-${n}`)
  const world = guildWhere((guild) => {
    talk(guild, 'issue', 'atlas')
    for (const repo of recent) {
      guild.repository(repo)
      talk(guild, 'issue', repo)
    }
    guild.repository('quiet')
    guild.act('passer-by', 'issue', { n: 1, at: SEPTEMBER, repo: 'quiet' })
  })
  chatelaine = await startChatelaine({ world })
  await chatelaine.auditedAt(NOW)
  // Newest pages of eleven, ten at once; the rest of ten, three at once; once more, all ten at once.
  expect(questions()).toBe(2 + 4 + 1)
}, 60_000)

it('counts a repository as unread where that last question is refused', async () => {
  chatelaine = await startChatelaine({ world: guildWhere((guild) => talk(guild, 'issue', 'atlas')) })
  const { faults } = chatelaine.github
  faults.before({ operation: 'Timelines' }, 3, () =>
    faults.failMatching({ operation: 'Timelines' }, '404', 20),
  )
  await chatelaine.auditedAt(NOW)
  const database = await chatelaine.worker.database()
  const read = await database.prepare("SELECT * FROM watermarks WHERE source = 'timelines'").all()
  expect(read.results).toEqual([])
  // The lists of the stages behind it told of the label.
  expect(await verdicts()).toEqual({ triager: 'active', silent: 'inactive' })
}, 60_000)

function guildWhere(talked: (guild: Place) => void): World {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.member('silent')
  guild.member('triager')
  talked(guild)
  return small.world()
}

/** Many threads, an hour apart; all that `triager` ever did is a label on the oldest of atlas. */
function talk(guild: Place, kind: 'issue' | 'pull_request', repo: string): void {
  for (let n = 1; n <= MANY; n++) guild.act('passer-by', kind, { n, at: hoursAfter(SEPTEMBER, n), repo })
  if (repo === 'atlas') guild.act('triager', 'label', { n: 1, at: hoursAfter(SEPTEMBER, 1) })
}

/** Just before the audit's n-th question for timelines somebody comments on some threads; the first is the oldest. */
function commentedBeforeQuestion(question: number, first = 1, last = first): void {
  const { github } = chatelaine
  const at = hoursAfter(NOW, question / 10)
  github.faults.before({ operation: 'Timelines' }, question, () => {
    github.setNow(at)
    for (let n = first; n <= last; n++)
      github.act({ actor: 'passer-by', kind: 'issue_comment', owner: 'guild', repo: 'atlas', n, at })
  })
}

async function verdicts() {
  const rows = await chatelaine.accounts('guild')
  const of = (login: string) => rows.find((row) => row.login === login)?.verdict
  return { triager: of('triager'), silent: of('silent') }
}

function questions(): number {
  return chatelaine.github.requests.log.filter(({ operation }) => operation === 'Timelines').length
}
