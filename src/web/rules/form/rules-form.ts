/** Converts the rules to the texts of a form and back; what is no number stays text, for parseRules to complain about. */

import { teamLabel } from '../../../policy/people/contributing/named-team.ts'
import type { Rules } from '../../../policy/rules/rules.ts'
import type { SentForm } from '../../form.ts'
import { keptRows, type ListRow, type RowList, sentRows } from './list-rows.ts'

/** What the form shows: the text of a field by its name, and the rows of a list. */
export interface FormRules {
  readonly text: (name: string) => string
  readonly rows: (list: RowList) => readonly ListRow[]
}

/** A form as it was sent, to be shown again. */
export function formAsSent(form: SentForm): FormRules {
  return { text: (name) => form.text(name), rows: (list) => sentRows(form, list) }
}

/** The rules as texts and rows, shares in percent. */
export function formFrom(rules: Rules): FormRules {
  const texts: Readonly<Record<string, string>> = {
    windowMonths: String(rules.windowMonths),
    noticeDays: String(rules.noticeDays),
    coolingHours: String(rules.coolingHours),
    reviewDueDays: String(rules.reviewDueDays),
    'removalBudget.count': String(rules.removalBudget.count),
    'removalBudget.share': String(Math.round(rules.removalBudget.share * 10_000) / 100),
    offboarding: rules.offboarding.join('\n'),
    emeritusTeam: rules.emeritusTeam ?? '',
    'contributors.team': teamLabel(rules.contributors.team) ?? '',
    'channels.slack': rules.channels.slack ?? '',
    'channels.discord': rules.channels.discord ?? '',
    'channels.names': rules.channels.names ? 'yes' : '',
    public: rules.public ? 'yes' : '',
    shareActivity: rules.shareActivity ? 'yes' : '',
    reviewEvery: rules.reviewEvery,
    removals: rules.removals ?? 'off',
  }
  return { text: (name) => texts[name] ?? '', rows: (list) => rowsOf(rules, list) }
}

function rowsOf(rules: Rules, list: RowList): readonly ListRow[] {
  return entriesOf(rules, list).map((entry, at) => {
    const texts = new Map(Object.entries(entry))
    return { at, isKnown: true, isEnded: false, text: (column) => dayIn(String(texts.get(column) ?? '')) }
  })
}

function entriesOf(rules: Rules, list: RowList): readonly object[] {
  return list === 'contributors.people' ? rules.contributors.people : rules[list]
}

/** The form's values in the shape that parseRules reads. */
export function rulesFrom(form: SentForm): Record<string, unknown> {
  const percent = numberIn(form.text('removalBudget.share'))
  return {
    windowMonths: numberIn(form.text('windowMonths')),
    noticeDays: numberIn(form.text('noticeDays')),
    coolingHours: numberIn(form.text('coolingHours')),
    reviewDueDays: numberIn(form.text('reviewDueDays')),
    removalBudget: {
      count: numberIn(form.text('removalBudget.count')),
      share: typeof percent === 'number' ? percent / 100 : percent,
    },
    exemptions: keptRows(form, 'exemptions').map((row) => ({
      ...accountIn(row),
      until: row.text('until'),
      reason: row.text('reason'),
    })),
    sponsors: keptRows(form, 'sponsors').map((row) => ({
      ...accountIn(row),
      sponsor: row.text('sponsor'),
      ...(row.text('until') !== '' && { until: row.text('until') }),
    })),
    leftOut: keptRows(form, 'leftOut').map(({ text }) => ({
      repository: text('repository'),
      reason: text('reason'),
    })),
    offboarding: lines(form.text('offboarding')),
    emeritusTeam: form.text('emeritusTeam') || null,
    contributors: {
      team: form.text('contributors.team') || null,
      people: keptRows(form, 'contributors.people').map((row) => ({
        ...accountIn(row),
        until: row.text('until'),
      })),
    },
    channels: {
      slack: form.text('channels.slack') || null,
      discord: form.text('channels.discord') || null,
      names: form.text('channels.names') === 'yes',
    },
    public: form.text('public') === 'yes',
    shareActivity: form.text('shareActivity') === 'yes',
    reviewEvery: form.text('reviewEvery'),
    ...(form.text('removals') === '' ? {} : { removals: form.text('removals') }),
    confirmNoNotice: form.text('confirmNoNotice') === 'yes',
  }
}

/** The id, where the form showed one, counts; the login is a label. */
function accountIn({ text }: ListRow) {
  return { login: text('login'), ...(/^\d+$/.test(text('id')) && { id: Number(text('id')) }) }
}

/** A day counts to its last second, and reads as the day that was entered. */
function dayIn(text: string): string {
  return /^\d{4}-\d{2}-\d{2}T23:59:59\.000Z$/.test(text) ? text.slice(0, 10) : text
}

function numberIn(text: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
