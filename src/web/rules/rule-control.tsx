/** One field of the rules' form, with what it is, and which way it changes at once. */

import { directionInWords } from '../../policy/rules/directions.ts'
import { LABELS } from '../../policy/rules/labels.ts'
import { Field, Select } from '../parts/form-fields.tsx'
import type { RowsField, RuleField } from './rule-fields.ts'

export function RuleControl(props: {
  field: Exclude<RuleField, RowsField>
  value: string
  complaint: string | undefined
}) {
  const { field, value, complaint } = props
  const { name } = field
  const label = LABELS[name]
  const direction = name === 'confirmNoNotice' ? null : directionInWords(name)
  if (field.as === 'tick')
    return (
      <>
        <label class="check" for={name}>
          <input id={name} type="checkbox" name={name} value="yes" checked={value === 'yes'} />
          <span>
            {label} {direction !== null && <span class="soft small">{direction}</span>}
            {name === 'public' && (
              <>
                {' '}
                <a href="public-page">See what everybody would see</a>
              </>
            )}
          </span>
        </label>
        {complaint !== undefined && <p class="complaint">{complaint}</p>}
      </>
    )
  const described = {
    'aria-describedby': [`${name}-hint`, ...(complaint === undefined ? [] : [`${name}-complaint`])].join(' '),
    ...(complaint === undefined ? {} : { 'aria-invalid': 'true' as const }),
  }
  const hint = (
    <>
      {field.hint}
      <br />
      {direction}
    </>
  )
  return (
    <Field id={name} label={label} hint={hint} complaint={complaint}>
      {field.as === 'choice' && <Select id={name} name={name} value={value} options={field.options} />}
      {field.as === 'number' && (
        <input
          id={name}
          name={name}
          type="number"
          min={field.min}
          max={field.max}
          step="any"
          value={value}
          {...described}
        />
      )}
      {field.as === 'lines' && (
        <textarea id={name} name={name} rows={3} {...described}>
          {value}
        </textarea>
      )}
      {field.as === 'line' && (
        <input class="wide" id={name} name={name} value={value} autocomplete="off" {...described} />
      )}
    </Field>
  )
}
