/** The form of the rules. A complaint stands beside its field; those that fit none stand above. */

import { directionInWords } from '../../policy/rules/directions.ts'
import type { Setting } from '../../policy/rules/leaves.ts'
import { Field, Form, Select } from '../parts/form-fields.tsx'
import { CHECKS, CHOICES, COMPLAINT_PATTERNS, inLabels, LINES, NUMBERS, TEXTS } from './rule-fields.ts'
import type { FormRules } from './rules-form.ts'

export function RulesForm(props: {
  action: string
  token: string
  /** The version of the rules shown; a save replaces only this one. */
  version: string
  values: FormRules
  complaints: readonly string[]
}) {
  const { values, complaints } = props
  const fields = [...NUMBERS, ...CHOICES, ...TEXTS, ...LINES].map(([name]) => name)
  const general = complaints.filter((complaint) => !fields.some((name) => isAbout(complaint, name)))
  const complaintAt = (name: string) =>
    complaints
      .filter((complaint) => isAbout(complaint, name))
      .map(inLabels)
      .join(' ') || undefined
  return (
    <Form action={props.action} token={props.token} class="sheet">
      <input type="hidden" name="version" value={props.version} />
      {complaints.length > 0 && (
        <div class="notice bad" role="alert">
          <p>
            Nothing was changed.{' '}
            {complaints.length === 1 ? 'One field needs' : `${complaints.length} fields need`} to be
            corrected.
          </p>
          {general.map((complaint) => (
            <p>{inLabels(complaint)}</p>
          ))}
        </div>
      )}
      <div class="two">
        {NUMBERS.map(([name, label, hint, min, max]) => (
          <Field id={name} label={label} hint={hintOf(name, hint)} complaint={complaintAt(name)}>
            <input
              id={name}
              name={name}
              type="number"
              min={min}
              max={max}
              step="any"
              value={values(name)}
              {...ariaAttributes(name, hint, complaintAt(name))}
            />
          </Field>
        ))}
      </div>
      {CHOICES.map(([name, label, hint, options]) => (
        <Field id={name} label={label} hint={hintOf(name, hint)} complaint={complaintAt(name)}>
          <Select id={name} name={name} value={values(name)} options={options} />
        </Field>
      ))}
      {TEXTS.map(([name, label, hint]) => (
        <Field id={name} label={label} hint={hintOf(name, hint)} complaint={complaintAt(name)}>
          <textarea id={name} name={name} rows={3} {...ariaAttributes(name, hint, complaintAt(name))}>
            {values(name)}
          </textarea>
        </Field>
      ))}
      {LINES.map(([name, label, hint]) => (
        <Field id={name} label={label} hint={hintOf(name, hint)} complaint={complaintAt(name)}>
          <input
            class="wide"
            id={name}
            name={name}
            value={values(name)}
            autocomplete="off"
            {...ariaAttributes(name, hint, complaintAt(name))}
          />
        </Field>
      ))}
      {CHECKS.map(([name, label]) => (
        <p>
          <label>
            <input type="checkbox" name={name} value="yes" checked={values(name) === 'yes'} />
            {label}
          </label>
          {name !== 'confirmNoNotice' && <span class="muted"> {directionInWords(name)}</span>}
          {name === 'public' && (
            <>
              {' '}
              <a href="public-page">See what everybody would see</a>
            </>
          )}
        </p>
      ))}
      <p class="muted">What waits for another owner does so once the first review has opened.</p>
      <button type="submit">Save</button>
    </Form>
  )
}

/** What the field is, and which way it changes at once. */
function hintOf(name: Setting, hint: string): string {
  return `${hint} ${directionInWords(name)}`
}

/** Whether a complaint begins with the setting's name or matches its pattern. */
function isAbout(complaint: string, name: string): boolean {
  return (
    complaint.startsWith(`${name} `) ||
    complaint.startsWith(`${name}:`) ||
    (COMPLAINT_PATTERNS[name]?.test(complaint) ?? false)
  )
}

function ariaAttributes(name: string, hint: string | undefined, complaint: string | undefined) {
  const ids = [
    ...(hint === undefined ? [] : [`${name}-hint`]),
    ...(complaint === undefined ? [] : [`${name}-complaint`]),
  ]
  return {
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
    ...(complaint === undefined ? {} : { 'aria-invalid': 'true' as const }),
  }
}
