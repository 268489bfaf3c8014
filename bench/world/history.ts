/** What invented people did over three years, row by row, with threads that belong together. */
import type { ActKind, ActRow } from '../../fake-github/world/act.ts'
import { type Field, kindOf, type Person } from './behaviour.ts'
import type { Rng } from './rng.ts'

export interface Place {
  readonly owner: string
  /** Repositories by index. */
  readonly repositories: readonly string[]
  /** The drive-by public of a project: most issues and many comments are theirs. */
  readonly crowd: readonly string[]
  readonly bot: string
}

const DAY = 86_400_000
const THREE_YEARS = 1095 * DAY

/** What the public does, and what a bot does, each kind as often as it stands there. */
const CROWD: readonly ActKind[] = [
  'issue',
  'issue',
  'issue_comment',
  'issue_comment',
  'issue_comment',
  'pull_request',
]
const BOT: readonly ActKind[] = ['pull_request', 'commit', 'issue_comment', 'label']

interface Draft {
  readonly actor: string
  readonly kind: ActKind
  readonly repository: number
  readonly at: number
}

/** All rows, oldest first in each repository: the people's own, `crowd` of the public and `bot` of the bot. */
export function historyOf(
  rng: Rng,
  field: Field,
  place: Place,
  people: readonly Person[],
  counts: { readonly crowd: number; readonly bot: number },
): ActRow[] {
  const byRepository: Draft[][] = place.repositories.map(() => [])
  const put = (draft: Draft) => byRepository[draft.repository]?.push(draft)
  for (const person of people) for (const draft of actsOf(rng, field, person)) put(draft)
  for (let i = 0; i < counts.crowd; i += 1) {
    const at = field.now - Math.floor(THREE_YEARS * rng.next() ** 1.3)
    put({
      actor: rng.pick(place.crowd),
      kind: rng.pick(CROWD),
      repository: rng.byWeight(field.recentlyPushed),
      at,
    })
  }
  for (let i = 0; i < counts.bot; i += 1) {
    const at = field.now - Math.floor(THREE_YEARS * rng.next())
    put({ actor: place.bot, kind: rng.pick(BOT), repository: rng.byWeight(field.recentlyPushed), at })
  }
  // Every repository of the lively part moved in the window, be it by a bot alone.
  field.recentlyPushed.forEach((_, repository) => {
    put({ actor: place.bot, kind: 'commit', repository, at: field.now - DAY - rng.below(150 * DAY) })
  })
  return byRepository.flatMap((drafts, index) =>
    threaded(rng, place, place.repositories[index] ?? '', drafts),
  )
}

function actsOf(rng: Rng, field: Field, person: Person): Draft[] {
  const { last, login, homes, behaviour } = person
  if (last === null) return []
  const span = rng.from(30 * DAY, THREE_YEARS)
  return Array.from({ length: person.acts }, (_, i) => {
    const repository = rng.pick(homes)
    const at = i === 0 ? last : last - Math.floor(span * rng.next() ** 1.5)
    // A repository of the quiet part has not moved in the window.
    const quiet = repository >= field.recentlyPushed.length && at > field.cutoff - DAY
    return { actor: login, kind: kindOf(rng, behaviour), repository, at: quiet ? field.cutoff - 2 * DAY : at }
  })
}

const ON_ISSUES: ReadonlySet<ActKind> = new Set(['issue_comment', 'label', 'close'])
const ON_PULLS: ReadonlySet<ActKind> = new Set(['review', 'review_comment', 'merge'])

/** Gives each act its thread, mostly a recent one; where there is none yet, one of the public opens it an hour before. */
function threaded(rng: Rng, place: Place, repo: string, drafts: readonly Draft[]): ActRow[] {
  const rows: ActRow[] = []
  const open: Record<'issue' | 'pull_request', number[]> = { issue: [], pull_request: [] }
  let n = 0
  const row = (actor: string, kind: ActKind, at: number, more: Partial<ActRow> = {}) =>
    rows.push({ actor, kind, owner: place.owner, repo, at: iso(at), ...more })
  const opened = (kind: 'issue' | 'pull_request', actor: string, at: number) => {
    n += 1
    open[kind].push(n)
    row(actor, kind, at, { n })
    return n
  }
  for (const { actor, kind, at } of drafts.toSorted((a, b) => a.at - b.at)) {
    if (kind === 'issue' || kind === 'pull_request') opened(kind, actor, at)
    else if (ON_ISSUES.has(kind) || ON_PULLS.has(kind)) {
      const list = ON_PULLS.has(kind) || rng.next() < 0.4 ? 'pull_request' : 'issue'
      const recent = open[list]
      const back = Math.floor(Math.min(40, recent.length) * rng.next() ** 2)
      const thread = recent.at(-1 - back) ?? opened(list, rng.pick(place.crowd), at - 3_600_000)
      // A pull request is merged once.
      if (kind === 'merge') recent.splice(recent.indexOf(thread), 1)
      row(actor, kind, at, { n: thread, ...(kind === 'review' && { state: 'APPROVED' }) })
    } else if (kind === 'push') row(actor, kind, at, { branch: `topic-${n}` })
    else row(actor, kind, at, kind === 'release' ? { branch: `v${rows.length}` } : {})
  }
  return rows
}

/** UTC ISO-8601 to the second. */
export function iso(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`
}
