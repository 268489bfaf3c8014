/** The settings of one organisation: their shape, defaults and complaints. Unreadable rules never become defaults. */

import { z } from 'zod'
import { Refusal } from './refusal.ts'
import { channelAddress, login, moment, share, slug, whole } from './rule-values.ts'

const NO_OBJECT = 'The rules must be an object with the settings as its keys.'

/** What an owner may set. Absent keys take the value of DEFAULT_RULES; unknown keys are complained about. */
const stored = z.strictObject(
  {
    /** Calendar months without an own act after which an account is inactive. */
    windowMonths: whole('windowMonths', 1, 60).default(6),
    /** Days between the notice to the person and the earliest removal. */
    noticeDays: whole('noticeDays', 0, 180).default(14),
    /** Hours between a decision and the earliest removal. */
    coolingHours: whole('coolingHours', 0, 720).default(24),
    /** Days from the opening of a review to its due date. */
    reviewDueDays: whole('reviewDueDays', 7, 365).default(21),
    /** Most accounts removed in rolling 24 hours: the smaller of a number and a share of all accounts. */
    removalBudget: z
      .strictObject(
        {
          count: whole('removalBudget.count', 1, 10_000).default(10),
          share: share('removalBudget.share').default(0.1),
        },
        'removalBudget must be an object with count and share.',
      )
      .default({ count: 10, share: 0.1 }),
    /** Accounts that are not judged until a day, each with the reason. The id, where given, wins over the login. */
    exemptions: z
      .array(
        z.strictObject(
          {
            login: login('an exemption'),
            id: whole('The id of an exemption', 1, Number.MAX_SAFE_INTEGER).optional(),
            reason: z.string('An exemption needs a reason.').trim().min(1, 'An exemption needs a reason.'),
            until: moment('The until of an exemption'),
          },
          'An exemption must be an object with login, reason and until.',
        ),
        'exemptions must be a list.',
      )
      .default([]),
    /** Bots and machine accounts with the person who answers for each. */
    sponsors: z
      .array(
        z.strictObject(
          { login: login('a sponsored bot'), sponsor: login('the sponsor of a bot') },
          'A sponsored bot must be an object with login and sponsor.',
        ),
        'sponsors must be a list.',
      )
      .default([]),
    /** Slug of the team of honour that holds no repository; null where there is none. */
    emeritusTeam: slug('emeritusTeam').nullable().default(null),
    /** Logins of those who may give a second vote where no second owner can. */
    guardians: z.array(login('a guardian'), 'guardians must be a list of logins.').default([]),
    /** Logins of trusted people who may look and recommend, but not decide. */
    securityContributors: z
      .array(login('a security contributor'), 'securityContributors must be a list of logins.')
      .default([]),
    /** Incoming webhooks (kept sealed), and whether letters may carry people's names. */
    channels: z
      .strictObject(
        {
          slack: z.string('channels.slack must be an address or null.').nullable().default(null),
          discord: z.string('channels.discord must be an address or null.').nullable().default(null),
          names: z.boolean('channels.names must be true or false.').default(false),
        },
        'channels must be an object with slack, discord and names.',
      )
      .default({ slack: null, discord: null, names: false }),
    /** Whether the public page and badge (numbers only) are shown. */
    public: z.boolean('public must be true or false.').default(false),
    /** Whether reviews open each quarter although the organisation has ten contributors or fewer. */
    reviewsOnRequest: z.boolean('reviewsOnRequest must be true or false.').default(false),
  },
  NO_OBJECT,
)

/** One organisation's rules, every key present. */
export type Rules = Readonly<z.infer<typeof stored>>

/** The rules of an organisation that has set none. */
export const DEFAULT_RULES: Rules = stored.parse({})

/** Reads what an owner sends. All complaints at once, a sentence each; `confirmNoNotice: true` is needed for zeros. */
export function parseRules(value: unknown): { ok: true; rules: Rules } | { ok: false; complaints: string[] } {
  if (!isObject(value)) return { ok: false, complaints: [NO_OBJECT] }
  const { confirmNoNotice, ...rules } = value
  const parsed = stored.safeParse(rules)
  const complaints = parsed.success ? [] : complaintsOf(parsed.error)
  if (confirmNoNotice !== undefined && typeof confirmNoNotice !== 'boolean') {
    complaints.push('confirmNoNotice must be true or false.')
  }
  complaints.push(...contradictions(rules, confirmNoNotice === true))
  if (!parsed.success || complaints.length > 0) return { ok: false, complaints }
  return { ok: true, rules: parsed.data }
}

/** Reads the rules from the register. Null: the organisation has set none. Throws `conflict` where they cannot be read. */
export function readRules(text: string | null): Rules {
  if (text === null) return DEFAULT_RULES
  const parsed = stored.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw unreadable(complaintsOf(parsed.error))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable([cause instanceof Error ? cause.message : String(cause)])
  }
}

function unreadable(complaints: readonly string[]): Refusal {
  return new Refusal(
    'conflict',
    `The organisation's rules cannot be read, so nothing was judged or changed. ${complaints.join(' ')} ` +
      'An owner can set them anew under Settings.',
    { complaints },
  )
}

/** What each setting alone cannot show; asked even where another setting is wrong, so that all is told at once. */
function contradictions(rules: Readonly<Record<string, unknown>>, confirmed: boolean): string[] {
  const complaints: string[] = []
  const notice = numberOr(rules.noticeDays, DEFAULT_RULES.noticeDays)
  const cooling = numberOr(rules.coolingHours, DEFAULT_RULES.coolingHours)
  const due = numberOr(rules.reviewDueDays, DEFAULT_RULES.reviewDueDays)
  if (due < notice + 7) {
    complaints.push(
      `reviewDueDays must be at least noticeDays + 7, that is ${notice + 7}: people need the notice, and owners a week after it.`,
    )
  }
  if (!confirmed && notice === 0) {
    complaints.push(
      'noticeDays: 0 removes people without warning; send confirmNoNotice: true if you mean it.',
    )
  }
  if (!confirmed && cooling === 0) {
    complaints.push(
      'coolingHours: 0 carries a decision out at once; send confirmNoNotice: true if you mean it.',
    )
  }
  const { channels } = rules
  if (isObject(channels)) {
    for (const kind of ['slack', 'discord'] as const) {
      const complaint = channelAddress(kind, channels[kind])
      if (complaint) complaints.push(complaint)
    }
  }
  return complaints
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function numberOr(value: unknown, fallback: number): number {
  return typeof value === 'number' ? value : fallback
}

function complaintsOf(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => `There is no setting ${[...issue.path, key].join('.')}.`)
    }
    const where = issue.path.join('.')
    return [where === '' || issue.message.includes(where) ? issue.message : `${where}: ${issue.message}`]
  })
}
