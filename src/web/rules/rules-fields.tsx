/** The form of the rules, in groups. A complaint stands beside its field, and above with a link to it. */

import type { Child } from 'hono/jsx'
import { counted } from '../../policy/english.ts'
import { inLabels } from '../../policy/rules/labels.ts'
import { WHAT_WAITS } from '../../policy/rules/pending-rules.ts'
import { Form } from '../parts/form-fields.tsx'
import { rowOfComplaint } from './form/list-rows.ts'
import { RowsTable } from './form/rows-table.tsx'
import type { FormRules } from './form/rules-form.ts'
import { RuleControl } from './rule-control.tsx'
import { fieldOfComplaint, GROUPS, type RuleField } from './rule-fields.ts'

/** `beside`: what stands in a group beside its fields, by the group's id. */
export function RulesForm(props: {
  action: string
  token: string
  /** The version of the rules shown; a save replaces only this one. */
  version: string
  values: FormRules
  complaints: readonly string[]
  beside: Readonly<Record<string, Child>>
}) {
  const { action, values, complaints } = props
  const complaintsAt = ({ name }: RuleField) =>
    complaints.filter((complaint) => fieldOfComplaint(complaint)?.name === name)
  return (
    <Form action={action} token={props.token}>
      <input type="hidden" name="version" value={props.version} />
      {GROUPS.map(({ id, heading, fields }) => {
        const isNumber = ({ as }: RuleField) => as === 'number'
        const control = (field: RuleField) =>
          field.as === 'rows' ? (
            <RowsTable
              field={field}
              heading={heading}
              rows={values.rows(field.name)}
              complaints={complaintsAt(field)}
            />
          ) : (
            <RuleControl
              field={field}
              value={values.text(field.name)}
              complaint={complaintsAt(field).map(inLabels).join(' ') || undefined}
            />
          )
        return (
          <section class="panel pad" id={id}>
            <h2>{heading}</h2>
            {props.beside[id]}
            {fields.some(isNumber) && (
              <div class="cols">
                {fields.filter(isNumber).map((field) => (
                  <div class="c4">{control(field)}</div>
                ))}
              </div>
            )}
            {fields.filter((field) => !isNumber(field)).map(control)}
          </section>
        )
      })}
      <p class="row">
        <button type="submit">Save</button>
        <button type="submit" class="quiet" formaction={`${action}/preview`} formnovalidate>
          Preview
        </button>
        <span class="small soft">Preview saves nothing: it says whose verdict would change.</span>
      </p>
      <p class="small soft">{WHAT_WAITS}</p>
    </Form>
  )
}

/** What was wrong with what was sent, each with a link to its field. */
export function RuleComplaints({ complaints }: { complaints: readonly string[] }) {
  if (complaints.length === 0) return null
  return (
    <div class="notice bad" role="alert">
      <div>
        <h2>
          {counted(complaints.length, 'setting needs', 'settings need')} another look. Nothing was changed.
        </h2>
        <ul>
          {complaints.map((complaint) => {
            const field = fieldOfComplaint(complaint)
            const words = inLabels(complaint)
            return (
              <li>
                {field === null ? words : <a href={`#${rowOfComplaint(complaint) ?? field.name}`}>{words}</a>}
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
