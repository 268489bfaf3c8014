/** The labels of the settings, as the screen has them: also in the history, in messages and in complaints. */

import type { Setting } from './leaves.ts'
import type { ReviewEvery } from './review-calendar.ts'

/** Every setting by its label; `confirmNoNotice` is a tick of the form. */
export const LABELS: Readonly<Record<Setting | 'confirmNoNotice', string>> = {
  windowMonths: 'Months without activity',
  leftOut: 'Repositories left out',
  shareActivity:
    'Reviews show activity in public repositories of organisations here that allow it too, and theirs show ours',
  noticeDays: 'Days of notice',
  coolingHours: 'Hours of cooling',
  reviewDueDays: 'Days of a review',
  reviewEvery: 'A review opens by itself',
  confirmNoNotice: 'Yes, zero days of notice or zero hours of cooling are intended',
  removals: 'What is decided is',
  'removalBudget.count': 'Removals in 24 hours, at most',
  'removalBudget.share': 'Removals in 24 hours, in percent',
  emeritusTeam: 'Emeritus team',
  offboarding: 'Off-boarding list',
  exemptions: 'Exemptions',
  sponsors: 'Bots and who answers for them',
  'contributors.team': 'Team of contributors',
  'contributors.people': 'Contributors by name',
  'channels.slack': 'Slack',
  'channels.discord': 'Discord',
  'channels.names': "Messages may contain people's names",
  public: 'Everybody may see the public page and the badge: numbers by quarter, nobody by name',
}

/** How often a review opens by itself, in words. */
export const EVERY_IN_WORDS: Readonly<Record<ReviewEvery, string>> = {
  quarter: 'every quarter',
  half_year: 'every half year',
  year: 'every year',
  never: 'never',
}

/** A complaint in the words of the screen: labels for the names of settings, and rows, from 1, for places in a list. */
export function inLabels(complaint: string): string {
  return complaint
    .replace(
      /^(exemptions|sponsors|leftOut|contributors\.people)\.(\d+)(?:\.(\w+))?:/,
      (_, list: string, at: string, part?: string) => {
        const row = `${labelOr(list)}, row ${Number(at) + 1}`
        return part === undefined ? `${row}:` : `${row}, ${part}:`
      },
    )
    .replace(
      /^(\w+): 0 (.*); send confirmNoNotice: true if you mean it\.$/,
      `$1: 0 $2; tick “${LABELS.confirmNoNotice}” if you mean it.`,
    )
    .replace(/[a-z]+[A-Z]\w*(?:\.\w+)?|\b(?:channels|removalBudget|contributors)\.\w+|^\w+(?=[: ])/g, labelOr)
}

function labelOr(name: string): string {
  return new Map(Object.entries(LABELS)).get(name) ?? name
}
