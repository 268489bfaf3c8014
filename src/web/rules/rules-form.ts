/** Converts the rules to the texts of a form and back; what is no number stays text, for parseRules to complain about. */

import type { Rules } from '../../policy/rules/rules.ts'
import type { Instant } from '../../policy/words.ts'
import type { SentForm } from '../form.ts'

/** The text of a field, by its name. */
export type FormRules = (name: string) => string

/** The rules as texts: one line per entry of a list, shares in percent. */
export function formFrom(rules: Rules): FormRules {
  const texts: Readonly<Record<string, string>> = {
    windowMonths: String(rules.windowMonths),
    noticeDays: String(rules.noticeDays),
    coolingHours: String(rules.coolingHours),
    reviewDueDays: String(rules.reviewDueDays),
    'removalBudget.count': String(rules.removalBudget.count),
    'removalBudget.share': String(Math.round(rules.removalBudget.share * 10_000) / 100),
    exemptions: rules.exemptions
      .map((entry) => [accountIn(entry), dayIn(entry.until), entry.reason].join(' | '))
      .join('\n'),
    sponsors: rules.sponsors
      .map((entry) =>
        [accountIn(entry), entry.sponsor, ...(entry.until === undefined ? [] : [dayIn(entry.until)])].join(
          ' | ',
        ),
      )
      .join('\n'),
    leftOut: rules.leftOut.map(({ repository, reason }) => `${repository} | ${reason}`).join('\n'),
    offboarding: rules.offboarding.join('\n'),
    emeritusTeam: rules.emeritusTeam ?? '',
    'contributors.team': rules.contributors.team ?? '',
    'contributors.people': rules.contributors.people
      .map((entry) => [accountIn(entry), dayIn(entry.until)].join(' | '))
      .join('\n'),
    'channels.slack': rules.channels.slack ?? '',
    'channels.discord': rules.channels.discord ?? '',
    'channels.names': rules.channels.names ? 'yes' : '',
    public: rules.public ? 'yes' : '',
    shareActivity: rules.shareActivity ? 'yes' : '',
    reviewEvery: rules.reviewEvery,
    removals: rules.removals ?? 'off',
  }
  return (name) => texts[name] ?? ''
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
    exemptions: lines(form.text('exemptions')).map(exemptionIn),
    sponsors: lines(form.text('sponsors')).map((line) => {
      const [who = '', sponsor = '', until] = columns(line)
      return { ...accountFrom(who), sponsor, ...(until !== undefined && until !== '' && { until }) }
    }),
    leftOut: lines(form.text('leftOut')).map((line) => {
      const [repository = '', ...reason] = columns(line)
      return { repository, reason: reason.join(' | ') }
    }),
    offboarding: lines(form.text('offboarding')),
    emeritusTeam: form.text('emeritusTeam') || null,
    contributors: {
      team: form.text('contributors.team') || null,
      people: lines(form.text('contributors.people')).map((line) => {
        const [who = '', until = ''] = columns(line)
        return { ...accountFrom(who), until }
      }),
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

/** Reads `login (id) | until | reason`. */
function exemptionIn(line: string) {
  const [who = '', until = '', ...reason] = columns(line)
  return { ...accountFrom(who), until, reason: reason.join(' | ') }
}

function accountIn({ login, id }: { login: string; id?: number | undefined }): string {
  return id === undefined ? login : `${login} (${id})`
}

/** A day counts to its last second, and reads as the day that was entered. */
function dayIn(until: Instant): string {
  return until.endsWith('T23:59:59.000Z') ? until.slice(0, 10) : until
}

/** Reads `login (id)`; the id is optional. */
function accountFrom(who: string) {
  const [, login = who, id] = /^(\S+)\s*\((\d+)\)$/.exec(who) ?? []
  return { login, ...(id !== undefined && { id: Number(id) }) }
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

function columns(line: string): string[] {
  return line.split('|').map((column) => column.trim())
}
