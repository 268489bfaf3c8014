/** One key of each kind for forty simulated days: an owner's session, a decide token, the operator's and the webhook secret. */
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import { type Day, diaryOf } from '../forty-days/diary.ts'
import { wrongRemovals } from '../forty-days/removals-in-order.ts'

const DAY_MS = 86_400_000
/** A pending change waits so long after the owners' channel has taken the message about it. */
const WAIT_DAYS = 7

export const fortyDays: AttackClass = {
  name: 'forty-days',
  stage: {},
  attempts: [
    {
      name: 'somebody removed without what SECURITY.md asks for',
      try: async (cast) => heldUnless(await wrongRemovals(cast, await diaryOf(cast))),
    },
    {
      name: 'a rule loosened sooner than seven days',
      try: async (cast) => heldUnless(tooSoon(await diaryOf(cast))),
    },
    {
      name: 'a rule loosened unseen',
      try: async (cast) => heldUnless(await unseen(cast, await diaryOf(cast))),
    },
    { name: 'the holder of the keys spared by an exemption or sponsor', try: spared },
    {
      name: 'the organisation closed by a forged webhook',
      try: async (cast) =>
        heldUnless(
          (await diaryOf(cast)).flatMap(({ at, served }) => (served ? [] : [`it was closed on ${at}`])),
        ),
    },
    { name: 'the history broken', try: broken },
  ],
}

interface Loosening {
  readonly key: string
  readonly day: number
}

/** Every setting that a day made looser than the day before. */
function loosenings(days: readonly Day[]): Loosening[] {
  return days.flatMap(({ rules, asked }, day) => {
    const before = days[day - 1]
    if (before === undefined) return []
    return Object.keys(rules ?? {})
      .filter((key) => isLooser(key, settingOn(before, key), rules?.[key] ?? DEFAULTS[key], asked.get(key)))
      .map((key) => ({ key, day }))
  })
}

/** By docs/policy.md some wait in one direction, most in either. Giving an exemption to somebody else is at once. */
function isLooser(
  key: string,
  before: unknown,
  after: unknown,
  askedBy?: ReadonlySet<number | null>,
): boolean {
  if (JSON.stringify(before) === JSON.stringify(after)) return false
  if (['noticeDays', 'coolingHours', 'reviewDueDays'].includes(key)) return Number(after) < Number(before)
  if (key === 'removalBudget') return looserBudget(before, after)
  if (key === 'exemptions') return isLifted(entriesOf(before), entriesOf(after), askedBy ?? new Set())
  return !['sponsors', 'reviewEvery', 'offboarding'].includes(key)
}

interface Entry {
  readonly login: string
  readonly by?: { readonly id: number | null }
}

/** An entry went, and no owner asked for it beside whoever had made it: any other owner may lift one at once. */
function isLifted(
  before: readonly Entry[],
  after: readonly Entry[],
  askedBy: ReadonlySet<number | null>,
): boolean {
  const left = new Set(after.map(({ login }) => login))
  return before
    .filter(({ login }) => !left.has(login))
    .some(({ by }) => ![...askedBy].some((id) => id !== null && id !== by?.id))
}

function entriesOf(setting: unknown): readonly Entry[] {
  return Array.isArray(setting) ? setting : []
}

function looserBudget(before: unknown, after: unknown): boolean {
  const [was, is] = [numbersIn(before), numbersIn(after)]
  return is.count > was.count || is.share > was.share
}

function numbersIn(budget: unknown): { count: number; share: number } {
  const { count = 50, share = 0.25 }: { count?: number; share?: number } = budget ?? {}
  return { count, share }
}

/** The rules where nothing was set. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
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
  removals: 'on',
  shareActivity: false,
  reviewEvery: 'quarter',
}

function settingOn({ rules }: Day, key: string): unknown {
  return rules === null ? DEFAULTS[key] : (rules[key] ?? DEFAULTS[key])
}

/** The last day, at least a week before, on which the setting was asked to change. */
function askedBefore(days: readonly Day[], { key, day }: Loosening): Day | undefined {
  const at = Date.parse(days[day]?.at ?? '')
  return days
    .slice(0, day)
    .findLast((each) => each.asked.has(key) && at - Date.parse(each.at) >= (WAIT_DAYS - 0.5) * DAY_MS)
}

function tooSoon(days: readonly Day[]): string[] {
  return loosenings(days)
    .filter((loosening) => askedBefore(days, loosening) === undefined)
    .map(
      ({ key, day }) =>
        `${key} was loosened on day ${day} to ${JSON.stringify(days[day]?.rules?.[key])}, and was not asked for seven days before`,
    )
}

async function unseen(cast: Cast, days: readonly Day[]): Promise<string[]> {
  const entries = await cast.rows<{ at: string; text: string }>(
    'select at, text from history join history_texts on history_texts.ref = history.ref where history.org_id = ?1',
    cast.home.id,
  )
  return loosenings(days).flatMap((loosening) => {
    const { key, day } = loosening
    const asked = askedBefore(days, loosening) ?? days[day]
    const told = days
      .slice(0, day + 1)
      .some(({ at, messages }) => at >= (asked?.at ?? '') && /rule|setting/i.test(messages))
    const entered = entries.some(({ at, text }) => at >= (asked?.at ?? '') && text.includes(key))
    return [
      ...(told ? [] : [`no message told that ${key} would be loosened on day ${day}`]),
      ...(entered ? [] : [`the history has no entry about ${key}, loosened on day ${day}`]),
    ]
  })
}

async function spared(cast: Cast) {
  const id = cast.whole().world.account(CAST.owner)?.id
  const found = (await diaryOf(cast)).flatMap(({ at, rules }) => {
    const rows = [rules?.exemptions, rules?.sponsors].flatMap((list) => (Array.isArray(list) ? list : []))
    const own = rows.find((row) => row.login === CAST.owner || row.id === id)
    return own === undefined ? [] : [`${at}: ${JSON.stringify(own)}`]
  })
  return heldUnless(
    found
      .slice(0, 1)
      .map(
        (first) => `${CAST.owner} was spared by keys of their own, ${found.length} days long, from ${first}`,
      ),
  )
}

async function broken(cast: Cast) {
  await diaryOf(cast)
  const page = await cast.ask(await cast.signedInNow(CAST.secondOwner), 'GET', `/orgs/${CAST.home}/history`)
  return heldUnless(
    page.status === 200 && /intact/.test(page.text)
      ? []
      : [`the page of the history was answered ${page.status} and does not say that it is intact`],
  )
}
