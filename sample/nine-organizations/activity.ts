/** Turns what each person is said to have done into the rows of a world's activity. */
import type { ActRow } from '../../fake-github/world/act.ts'
import { emptyHistory, type History, NOW } from './history.ts'
import type { InventedOrganization, NoAct } from './organization.ts'

export const BOT = 'featherduster[bot]'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How far back the regular work goes. */
const MONTHS = 18
/** Inside the window: when strangers come back to old threads, and when things happen to people. */
const LATELY = Date.parse('2026-10-10T10:00:00Z')

/** Everything that happened in one organisation. */
export function activityOf({ login, repositories, people }: InventedOrganization): readonly ActRow[] {
  const history = emptyHistory(login)
  const first = repositories[0]?.name ?? ''
  const living = repositories.filter(({ archived, fork }) => !archived && !fork).map(({ name }) => name)
  const workers = people.filter(({ did }) => did.is === 'works').map((person) => person.login)
  for (let month = 0; month < MONTHS; month += 1)
    monthOfWork(history, living, workers, month, Date.parse(NOW) - month * 30 * DAY)
  for (const { login: person, did } of people) {
    if (did.is === 'never' && did.though !== null) withoutThem(history, first, person, did.though)
    if (did.is !== 'only' && did.is !== 'gone') continue
    const [repo, at] = [did.repo ?? first, Date.parse(did.at)]
    if (did.is === 'gone') {
      history.act(repo, person, 'commit', at - 90 * DAY, at)
      history.act(repo, person, 'pull_request', at - 40 * DAY, at)
    }
    // Whoever is gone was answered lately, which is no act of theirs; nobody answers in an archived repository.
    const isAnsweredLately = did.is === 'gone' && living.includes(repo)
    history.act(repo, person, did.kind, at, isAnsweredLately ? LATELY : at + DAY)
  }
  return history.rows
}

/** A pull request of everybody who works, reviewed by the next of them and merged by the first; an issue of a stranger; a commit of the bot. */
function monthOfWork(
  { add, open, stranger }: History,
  repositories: readonly string[],
  workers: readonly string[],
  month: number,
  end: number,
): void {
  const repositoryOf = (index: number) => repositories[index % repositories.length] ?? ''
  for (const [i, author] of workers.entries()) {
    const [repo, at] = [repositoryOf(i + month), end - (3 + i) * DAY]
    const n = open(repo, 'pull_request', author, at)
    add(repo, workers[(i + 1) % workers.length] ?? author, 'review', at + HOUR, { n, state: 'APPROVED' })
    add(repo, author, 'issue_comment', at + 2 * HOUR, { n })
    add(repo, workers[0] ?? author, 'merge', at + 3 * HOUR, { n })
    add(repo, author, 'commit', at + 3 * HOUR, { n })
  }
  open(repositoryOf(0), 'issue', stranger(), end - 5 * DAY)
  add(repositoryOf(month), BOT, 'commit', end - HOUR)
}

/** What happens to somebody, or in their name, without their doing. */
function withoutThem({ add, open, stranger }: History, repo: string, login: string, what: NoAct): void {
  if (what === 'scheduled_run') add(repo, login, 'scheduled_run', LATELY)
  else if (what === 'deployed_for') add(repo, login, 'deployment', LATELY, { via_app: true })
  else if (what === 'unlinked') add(repo, login, 'commit', LATELY, { unlinked: true })
  else {
    const somebody = stranger()
    const n = open(repo, what === 'asked' ? 'pull_request' : 'issue', somebody, LATELY - HOUR)
    if (what === 'mentioned') add(repo, login, 'mention', LATELY, { n })
    if (what === 'assigned') add(repo, somebody, 'assign', LATELY, { n, subject: login })
    if (what === 'asked') add(repo, somebody, 'review_request', LATELY, { n, subject: login })
  }
}
