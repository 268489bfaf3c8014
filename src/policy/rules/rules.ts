/** The rules of one organisation: schema, defaults and reading. Unreadable rules never become the defaults. */

import { z } from 'zod'
import { Refusal } from '../refusal.ts'
import { REVIEW_EVERY } from './review-calendar.ts'
import {
  complaintsOf,
  login,
  moment,
  namedTeam,
  onOneLine,
  share,
  slug,
  unqualifiedName,
  whole,
} from './rule-values.ts'

/** The complaint about a value that is not an object. */
export const NOT_AN_OBJECT = 'The rules must be an object with the settings as its keys.'

/** Who set an entry, by id; set by the product, never by what is sent. */
const setBy = z.strictObject(
  {
    /** Null for the operator. */
    id: z.number().nullable(),
    login: z.string(),
  },
  'The by of an entry is set by this product.',
)

/** What an owner may set. Absent keys take the value of DEFAULT_RULES; unknown keys are an error. */
export const rulesSchema = z.strictObject(
  {
    /** Calendar months without an own act after which an account is inactive. */
    windowMonths: whole('windowMonths', 1, 60).default(6),
    /** Days between the notice to the person and the earliest removal. */
    noticeDays: whole('noticeDays', 0, 180).default(14),
    /** Hours between a decision and the earliest removal. */
    coolingHours: whole('coolingHours', 0, 720).default(24),
    /** Days from the opening of a review to its due date; at least `noticeDays` + 7. */
    reviewDueDays: whole('reviewDueDays', 7, 365).default(21),
    /** The most accounts removed within 24 hours: the smaller of `count` and `share` of all accounts with access; the share counts as two at least. */
    removalBudget: z
      .strictObject(
        {
          count: whole('removalBudget.count', 1, 10_000).default(50),
          share: share('removalBudget.share').default(0.25),
        },
        'removalBudget must be an object with count and share.',
      )
      .default({ count: 50, share: 0.25 }),
    /** Accounts that are not judged until a moment (UTC), with the reason. The id, where there is one, counts; the login is a label. */
    exemptions: z
      .array(
        z.strictObject(
          {
            login: login('an exemption'),
            id: whole('The id of an exemption', 1, Number.MAX_SAFE_INTEGER).optional(),
            reason: z
              .string('An exemption needs a reason.')
              .overwrite(onOneLine)
              .min(1, 'An exemption needs a reason.'),
            until: moment('The until of an exemption'),
            /** Absent where an earlier version of this product wrote it. */
            by: setBy.optional(),
          },
          'An exemption must be an object with login, reason and until.',
        ),
        'exemptions must be a list.',
      )
      .default([]),
    /** Bots and machine accounts with the person who answers for each. The id, where there is one, counts. */
    sponsors: z
      .array(
        z.strictObject(
          {
            login: login('a sponsored bot'),
            id: whole('The id of a sponsored bot', 1, Number.MAX_SAFE_INTEGER).optional(),
            sponsor: login('the sponsor of a bot'),
            /** Absent where an earlier version of this product wrote it: then it has no end. */
            until: moment('The until of a sponsored bot').optional(),
            by: setBy.optional(),
          },
          'A sponsored bot must be an object with login and sponsor.',
        ),
        'sponsors must be a list.',
      )
      .default([]),
    /** Repositories whose activity audits do not read, with the reason and the owner who said so (set by the product, not by what is sent). */
    leftOut: z
      .array(
        z.strictObject(
          {
            repository: unqualifiedName('a repository that is left out'),
            reason: z
              .string('Leaving a repository out needs a reason.')
              .overwrite(onOneLine)
              .min(1, 'Leaving a repository out needs a reason.'),
            by: z.string('The by of a repository that is left out must be a login.').optional(),
          },
          'A repository that is left out must be an object with repository and reason.',
        ),
        'leftOut must be a list.',
      )
      .default([]),
    /** Slug of the emeritus team, which has no repositories; null where there is none. */
    emeritusTeam: slug('emeritusTeam').nullable().default(null),
    /**
     * Who helps with reviews without deciding anything: a team (null: none), and people by name until a moment (UTC), who
     * need hold nothing on GitHub. The id, where there is one, counts; a team without one is nobody.
     */
    contributors: z
      .strictObject(
        {
          team: namedTeam('contributors.team').nullable().default(null),
          people: z
            .array(
              z.strictObject(
                {
                  login: login('a contributor'),
                  id: whole('The id of a contributor', 1, Number.MAX_SAFE_INTEGER).optional(),
                  until: moment('The until of a contributor'),
                },
                'A contributor must be an object with login and until.',
              ),
              'contributors.people must be a list.',
            )
            .default([]),
        },
        'contributors must be an object with team and people.',
      )
      .default({ team: null, people: [] }),
    /** What people tick off for whoever was removed, a line each, for what GitHub does not hold: package indexes, chat, servers. */
    offboarding: z
      .array(
        z
          .string('A line of the off-boarding list must be text.')
          .overwrite(onOneLine)
          .min(1, 'A line of the off-boarding list must not be empty.')
          .max(200, 'A line of the off-boarding list has 200 characters at most.'),
        'offboarding must be a list.',
      )
      .max(30, 'offboarding has 30 lines at most.')
      .refine((lines) => new Set(lines).size === lines.length, 'offboarding must not name a line twice.')
      .default([]),
    /** Incoming webhook addresses (stored encrypted), and whether messages may contain people's names. */
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
    /** Whether the public page and badge (numbers only) are shown to everybody. */
    public: z.boolean('public must be true or false.').default(false),
    /** Whether activity in public repositories is shown to owners of sister organisations here that have this on as well, and theirs to ours. */
    shareActivity: z.boolean('shareActivity must be true or false.').default(false),
    /** How often a review opens by itself: at most every quarter; `never`: only by hand. */
    reviewEvery: z
      .enum(REVIEW_EVERY, `reviewEvery must be one of ${REVIEW_EVERY.join(', ')}.`)
      .default('quarter'),
    /** Whether removals are carried out in earnest; null: as the deployment has it (policy/revocation/in-earnest.ts). */
    removals: z.enum(['on', 'off'], 'removals must be on or off.').nullable().default(null),
  },
  NOT_AN_OBJECT,
)

/** One organisation's rules, every key present. */
export type Rules = Readonly<z.infer<typeof rulesSchema>>

export type Exemption = Readonly<Rules['exemptions'][number]>
export type Sponsored = Readonly<Rules['sponsors'][number]>
export type LeftOutRepository = Readonly<Rules['leftOut'][number]>
export type Contributor = Readonly<Rules['contributors']['people'][number]>

/** The rules of an organisation that has set none. */
export const DEFAULT_RULES: Rules = rulesSchema.parse({})

/** Settings of earlier versions that decide nothing any more. */
const RETIRED = ['guardians', 'securityContributors', 'reviewsOnRequest']

/** Parses the rules as stored; null means that the organisation has set none. Throws `conflict` where they cannot be read. */
export function readRules(text: string | null): Rules {
  if (text === null) return DEFAULT_RULES
  const parsed = rulesSchema.safeParse(withoutRetired(jsonOf(text)))
  if (parsed.success) return parsed.data
  throw unreadable(complaintsOf(parsed.error))
}

/** The same, null where they cannot be read: for what may go on without them. */
export function readableRules(text: string | null): Rules | null {
  try {
    return readRules(text)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** The same, the defaults where they cannot be read: these name nobody, and no channel. */
export function rulesOrDefaults(text: string | null): Rules {
  return readableRules(text) ?? DEFAULT_RULES
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable([cause instanceof Error ? cause.message : String(cause)])
  }
}

function withoutRetired(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return stored
  return Object.fromEntries(Object.entries(stored).filter(([key]) => !RETIRED.includes(key)))
}

function unreadable(complaints: readonly string[]): Refusal {
  return new Refusal(
    'conflict',
    `The organisation's rules cannot be read, so nothing was judged or changed. ${complaints.join(' ')} ` +
      'An owner can set them anew under Settings.',
    { complaints },
  )
}
