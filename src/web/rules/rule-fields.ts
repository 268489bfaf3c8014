/** The fields of the rules' form, in their order, with labels and hints. */

/** The number fields: name, label, hint, minimum and maximum. */
export const NUMBERS = [
  [
    'windowMonths',
    'Months without activity',
    'After so many calendar months without activity an account counts as inactive.',
    1,
    60,
  ],
  [
    'noticeDays',
    'Days of notice',
    'Between the day on which the person was told and the earliest removal; of keys and invitations from the opening.',
    0,
    180,
  ],
  ['coolingHours', 'Hours of cooling', 'Between a decision and the earliest removal.', 0, 720],
  ['reviewDueDays', 'Days of a review', 'At least a week longer than the notice.', 7, 365],
  [
    'removalBudget.count',
    'Removals in 24 hours, at most',
    'Whichever is smaller counts, this or the share.',
    1,
    10000,
  ],
  [
    'removalBudget.share',
    'Removals in 24 hours, in percent',
    'Of all accounts with access; two at least.',
    0.01,
    100,
  ],
] as const

/** The fields of several lines: name, label, hint. */
export const TEXTS = [
  [
    'exemptions',
    'Exemptions',
    'One per line: login | until (2027-03-01) | reason. At most 12 months, of owners and admins 6.',
  ],
  [
    'sponsors',
    'Bots and who answers for them',
    'One per line: bot | login of the sponsor | until. At most 12 months, which is what no date means.',
  ],
  [
    'leftOut',
    'Repositories left out',
    'One per line: repository | reason. What happens there is not read; whoever holds something there that others do not is unknown.',
  ],
  [
    'offboarding',
    'Off-boarding list',
    'One line each, for what GitHub does not hold: package indexes, chat, servers. Owners tick it off for whoever was removed.',
  ],
  [
    'contributors.people',
    'Contributors by name',
    'One per line: login | until (2027-03-01). They see what the review asks, comment and recommend, and decide nothing; they need hold nothing on GitHub.',
  ],
] as const

/** The fields of one line: name, label, hint. */
export const LINES = [
  ['emeritusTeam', 'Emeritus team', 'Slug of a team without access to any repository; empty: none.'],
  [
    'contributors.team',
    'Team of contributors',
    'Slug of a team whose members may do what contributors by name may, as the newest audit saw them; empty: none.',
  ],
  [
    'channels.slack',
    'Slack',
    'Address of an incoming webhook; stored encrypted and never shown again. Empty: the channel of the deployment, if it has one.',
  ],
  [
    'channels.discord',
    'Discord',
    'Address of a webhook; stored encrypted and never shown again. Empty: the channel of the deployment, if it has one.',
  ],
] as const

/** The drop-down lists: name, label, hint, options. */
export const CHOICES = [
  [
    'reviewEvery',
    'A review opens by itself',
    'The first one 14 days after the first complete audit, later ones from the second Tuesday of a quarter on. One can be opened by hand at any time.',
    [
      ['quarter', 'every quarter'],
      ['half_year', 'every half year'],
      ['year', 'every year'],
      ['never', 'never'],
    ],
  ],
  [
    'removals',
    'What is decided is',
    'Carried out on its day in the queue. Where it is rehearsed only, the queue shows what an owner can do by hand on GitHub.',
    [
      ['off', 'rehearsed only'],
      ['on', 'carried out on GitHub'],
    ],
  ],
] as const

/** The checkboxes: name and label; a setting's direction stands behind it. */
export const CHECKS = [
  ['channels.names', "Messages may contain people's names"],
  ['public', 'Everybody may see the public page and the badge: numbers by quarter, nobody by name'],
  [
    'shareActivity',
    'Reviews show activity in public repositories of organisations here that allow it too, and theirs show ours',
  ],
  ['confirmNoNotice', 'Yes, zero days of notice or zero hours of cooling are intended'],
] as const

/** The label of a setting on the screen, by its name; null where the form has no such field. */
export function labelOfSetting(name: string): string | null {
  const fields = [...NUMBERS, ...CHOICES, ...TEXTS, ...LINES, ...CHECKS]
  return fields.find(([field]) => field === name)?.[1] ?? null
}

/** A complaint in the words of the form: labels for the names of settings, and lines, from 1, for places in a list. */
export function inLabels(complaint: string): string {
  return complaint
    .replace(
      /^(exemptions|sponsors|leftOut)\.(\d+)(?:\.(\w+))?:/,
      (_, list: string, at: string, part?: string) => {
        const line = `${labelOfSetting(list)}, line ${Number(at) + 1}`
        return part === undefined ? `${line}:` : `${line}, ${part}:`
      },
    )
    .replace(
      /^(\w+): 0 (.*); send confirmNoNotice: true if you mean it\.$/,
      `$1: 0 $2; tick “${labelOfSetting('confirmNoNotice')}” if you mean it.`,
    )
    .replace(
      /[a-z]+[A-Z]\w*(?:\.\w+)?|\b(?:channels|removalBudget)\.\w+|^\w+(?=[: ])/g,
      (name) => labelOfSetting(name) ?? name,
    )
}

/** How complaints name a field other than by its name. */
export const COMPLAINT_PATTERNS: Readonly<Record<string, RegExp>> = {
  exemptions: /exemption/i,
  sponsors: /sponsor/i,
  leftOut: /left ?out|leaving a repository/i,
  'contributors.team': /^contributors\.team/,
  'contributors.people': /^contributors:|contributors\.people|(^|\W)contributor\b/i,
}
