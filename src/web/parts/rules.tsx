/** The form of the rules. Each complaint stands at its field; those that fit none stand above. */

import type { FormRules } from '../rules-form.ts'
import { Field, Form } from './form.tsx'

/** A number's field: name, label, hint, least and most. */
const NUMBERS = [
  [
    'windowMonths',
    'Months without an act',
    'Calendar months after which an account counts as inactive.',
    1,
    60,
  ],
  ['noticeDays', 'Days of notice', 'Between the opening of a proposal and the earliest removal.', 0, 180],
  ['coolingHours', 'Hours of cooling', 'Between a decision and the earliest removal.', 0, 720],
  ['reviewDueDays', 'Days of a review', 'At least a week longer than the notice.', 7, 365],
  [
    'removalBudget.count',
    'Removals in 24 hours, at most',
    'The smaller of this number and the share below.',
    1,
    10000,
  ],
  ['removalBudget.share', 'The same as percent of all accounts', undefined, 0.01, 100],
] as const

const TEXTS = [
  ['exemptions', 'Exemptions', 'One per line: login | until (2027-03-01) | reason'],
  ['sponsors', 'Bots and who answers for them', 'One per line: bot | login of the sponsor'],
  ['guardians', 'Guardians', 'Logins, one per line: who may give a second vote where no second owner can.'],
  [
    'securityContributors',
    'Security contributors',
    'Logins, one per line: trusted people who may look and recommend.',
  ],
] as const

const LINES = [
  ['emeritusTeam', 'Emeritus team', 'Slug of a team that holds no repository; empty: none.'],
  [
    'channels.slack',
    'Slack',
    'Address of an incoming webhook; kept sealed and never shown again. Empty: none.',
  ],
  ['channels.discord', 'Discord', 'Address of a webhook; kept sealed and never shown again. Empty: none.'],
] as const

const CHECKS = [
  ['channels.names', "Letters may carry people's names"],
  ['public', 'Show a public page and a badge, numbers only'],
  ['reviewsOnRequest', 'Review each quarter even with ten contributors or fewer'],
  ['confirmNoNotice', 'Yes, zero days of notice or zero hours of cooling are meant'],
] as const

/** Words of a complaint that name a field otherwise than by its name. */
const SAID_OF: Readonly<Record<string, RegExp>> = {
  exemptions: /exemption/i,
  sponsors: /sponsor/i,
  guardians: /guardian/i,
  securityContributors: /security contributor/i,
}

export function RulesForm(props: {
  action: string
  token: string
  values: FormRules
  complaints: readonly string[]
}) {
  const { values, complaints } = props
  const fields = [...NUMBERS, ...TEXTS, ...LINES].map(([name]) => name)
  const homeless = complaints.filter((complaint) => !fields.some((name) => isAbout(complaint, name)))
  const complaintAt = (name: string) =>
    complaints.filter((complaint) => isAbout(complaint, name)).join(' ') || undefined
  return (
    <Form action={props.action} token={props.token} class="sheet">
      {complaints.length > 0 && (
        <div class="notice bad" role="alert">
          <p>
            Nothing was changed.{' '}
            {complaints.length === 1 ? 'One thing is' : `${complaints.length} things are`} to be mended.
          </p>
          {homeless.map((complaint) => (
            <p>{complaint}</p>
          ))}
        </div>
      )}
      <div class="two">
        {NUMBERS.map(([name, label, hint, min, max]) => (
          <Field id={name} label={label} hint={hint} complaint={complaintAt(name)}>
            <input
              id={name}
              name={name}
              type="number"
              min={min}
              max={max}
              step="any"
              value={values(name)}
              {...described(name, hint, complaintAt(name))}
            />
          </Field>
        ))}
      </div>
      {TEXTS.map(([name, label, hint]) => (
        <Field id={name} label={label} hint={hint} complaint={complaintAt(name)}>
          <textarea id={name} name={name} rows={3} {...described(name, hint, complaintAt(name))}>
            {values(name)}
          </textarea>
        </Field>
      ))}
      {LINES.map(([name, label, hint]) => (
        <Field id={name} label={label} hint={hint} complaint={complaintAt(name)}>
          <input
            class="wide"
            id={name}
            name={name}
            value={values(name)}
            autocomplete="off"
            {...described(name, hint, complaintAt(name))}
          />
        </Field>
      ))}
      {CHECKS.map(([name, label]) => (
        <p>
          <label>
            <input type="checkbox" name={name} value="yes" checked={values(name) === 'yes'} />
            {label}
          </label>
        </p>
      ))}
      <button type="submit">Save</button>
    </Form>
  )
}

/** A complaint begins with the setting's name, or speaks of it. */
function isAbout(complaint: string, name: string): boolean {
  return (
    complaint.startsWith(`${name} `) ||
    complaint.startsWith(`${name}:`) ||
    (SAID_OF[name]?.test(complaint) ?? false)
  )
}

function described(name: string, hint: string | undefined, complaint: string | undefined) {
  const ids = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(complaint === undefined ? [] : [`${name}-complaint`]),
  ]
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(complaint === undefined ? {} : { 'aria-invalid': 'true' as const }),
  }
}
