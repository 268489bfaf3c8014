/** The fields of the rules' form, in the groups of the page, with hints; labels stand in policy/rules/labels.ts. */

import { EVERY_IN_WORDS } from '../../policy/rules/labels.ts'
import type { Setting } from '../../policy/rules/leaves.ts'
import { REVIEW_EVERY } from '../../policy/rules/review-calendar.ts'
import type { RowList } from './form/list-rows.ts'

/** A list that is asked for as a table; the first column is what an entry is about. */
export interface RowsField {
  readonly name: RowList
  readonly as: 'rows'
  readonly hint: string
  readonly columns: readonly [Column, ...Column[]]
}

interface Column {
  readonly name: 'login' | 'repository' | 'sponsor' | 'until' | 'reason'
  readonly label: string
  readonly placeholder?: string
}

/** A field; what it is beside its label decides how it is asked for. */
export type RuleField =
  | RowsField
  | ({ readonly name: Setting | 'confirmNoNotice' } & (
      | { readonly as: 'number'; readonly hint: string; readonly min: number; readonly max: number }
      | {
          readonly as: 'choice'
          readonly hint: string
          readonly options: readonly (readonly [string, string])[]
        }
      /** Several lines, one line, or a tick. */
      | { readonly as: 'lines' | 'line'; readonly hint: string }
      | { readonly as: 'tick' }
    ))

const REASON: Column = { name: 'reason', label: 'Reason', placeholder: 'reason' }
const UNTIL: Column = { name: 'until', label: 'Until' }

/** The groups of the page: what links name them by, their heading and fields. */
export const GROUPS: readonly {
  readonly id: string
  readonly heading: string
  readonly fields: readonly RuleField[]
}[] = [
  {
    id: 'judging',
    heading: 'When inactive',
    fields: [
      {
        ...{ name: 'windowMonths', as: 'number', min: 1, max: 60 },
        hint: 'After so many calendar months without activity an account counts as inactive, and for so many a new one is left alone. Preview, at the end, says whom another number would touch.',
      },
      {
        ...{ name: 'leftOut', as: 'rows' },
        columns: [{ name: 'repository', label: 'Repository', placeholder: 'repository' }, REASON],
        hint: 'What happens there is not read; whoever holds something there that others do not is unknown.',
      },
      { name: 'shareActivity', as: 'tick' },
    ],
  },
  {
    id: 'review',
    heading: 'Review',
    fields: [
      {
        ...{ name: 'noticeDays', as: 'number', min: 0, max: 180 },
        hint: 'Between the day on which the person was told and the earliest removal; of keys and invitations from the opening.',
      },
      {
        ...{ name: 'coolingHours', as: 'number', min: 0, max: 720 },
        hint: 'Between a decision and the earliest removal.',
      },
      {
        ...{ name: 'reviewDueDays', as: 'number', min: 7, max: 365 },
        hint: 'At least a week longer than the notice.',
      },
      {
        ...{ name: 'reviewEvery', as: 'choice' },
        hint: 'The first one 14 days after the first complete audit, later ones from the second Tuesday of a quarter on. One can be opened by hand at any time.',
        options: REVIEW_EVERY.map((every) => [every, EVERY_IN_WORDS[every]]),
      },
      { name: 'confirmNoNotice', as: 'tick' },
    ],
  },
  {
    id: 'removing',
    heading: 'Removing',
    fields: [
      {
        ...{ name: 'removals', as: 'choice' },
        hint: 'Carried out on its day in the queue. Where it is rehearsed only, the queue shows what an owner can do by hand on GitHub.',
        options: [
          ['off', 'rehearsed only'],
          ['on', 'carried out on GitHub'],
        ],
      },
      {
        ...{ name: 'removalBudget.count', as: 'number', min: 1, max: 10_000 },
        hint: 'Whichever is smaller counts, this or the share.',
      },
      {
        ...{ name: 'removalBudget.share', as: 'number', min: 0.01, max: 100 },
        hint: 'Of all accounts with access; two at least.',
      },
      {
        ...{ name: 'emeritusTeam', as: 'line' },
        hint: 'Slug of a team without access to any repository; empty: none.',
      },
      {
        ...{ name: 'offboarding', as: 'lines' },
        hint: 'One line each, for what GitHub does not hold: package indexes, chat, servers. Owners tick it off for whoever was removed.',
      },
    ],
  },
  {
    id: 'exempt',
    heading: 'Exemptions',
    fields: [
      {
        ...{ name: 'exemptions', as: 'rows' },
        columns: [{ name: 'login', label: 'Account', placeholder: 'login' }, REASON, UNTIL],
        hint: 'Never proposed until the day. At most 12 months, of owners and admins 6.',
      },
      {
        ...{ name: 'sponsors', as: 'rows' },
        columns: [
          { name: 'login', label: 'Bot', placeholder: 'login of the bot' },
          { name: 'sponsor', label: 'Who answers for it', placeholder: 'login' },
          UNTIL,
        ],
        hint: 'Never proposed as long as somebody answers for them. At most 12 months, which is what no date means.',
      },
    ],
  },
  {
    id: 'contributors',
    heading: 'Contributors',
    fields: [
      {
        ...{ name: 'contributors.team', as: 'line' },
        hint: 'Slug of a team whose members may do what contributors by name may, as the newest audit saw them; empty: none. If it is renamed, it stays the same team.',
      },
      {
        ...{ name: 'contributors.people', as: 'rows' },
        columns: [{ name: 'login', label: 'Account', placeholder: 'login' }, UNTIL],
        hint: 'They see what the review asks, comment and recommend, and decide nothing; they need hold nothing on GitHub.',
      },
    ],
  },
  {
    id: 'telling',
    heading: 'Telling people',
    fields: [
      {
        ...{ name: 'channels.slack', as: 'line' },
        hint: 'Address of an incoming webhook; stored encrypted and never shown again. Empty: the channel of the deployment, if it has one.',
      },
      {
        ...{ name: 'channels.discord', as: 'line' },
        hint: 'Address of a webhook; stored encrypted and never shown again. Empty: the channel of the deployment, if it has one.',
      },
      { name: 'channels.names', as: 'tick' },
    ],
  },
  {
    id: 'public-page',
    heading: 'Public page',
    fields: [{ name: 'public', as: 'tick' }],
  },
]

const FIELDS = GROUPS.flatMap(({ fields }) => fields)

/** The field that a complaint is about: it begins with its name, or names it otherwise; null where it is about none. */
export function fieldOfComplaint(complaint: string): RuleField | null {
  const beginsWith = ({ name }: RuleField) => [' ', ':', '.'].some((end) => complaint.startsWith(name + end))
  // What it begins with counts first: what was typed, which it quotes, may be called anything.
  return (
    FIELDS.find(beginsWith) ?? FIELDS.find(({ name }) => COMPLAINT_PATTERNS[name]?.test(complaint)) ?? null
  )
}

/** How complaints name a field other than by its name. */
const COMPLAINT_PATTERNS: Readonly<Record<string, RegExp>> = {
  exemptions: /exemption/i,
  sponsors: /sponsor/i,
  leftOut: /left ?out|leaving a repository/i,
  'contributors.team': /^contributors\.team/,
  'contributors.people': /^contributors:|contributors\.people|(^|\W)contributor\b/i,
}
