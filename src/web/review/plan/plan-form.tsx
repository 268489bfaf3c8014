/** The form under a plan: everything that was entered, the reason, *Save*, and the way back to the answers. */

import { counted } from '../../../policy/english.ts'
import type { SentForm } from '../../form.ts'
import { Form } from '../../parts/form-fields.tsx'
import { ReasonField } from '../saving/reason-field.tsx'

/** Fields that the form has anew, or that say which button was pressed. */
const NOT_CARRIED = ['token', 'reason', 'plan', 'back']

export function PlanForm(props: { action: string; token: string; form: SentForm; answers: number }) {
  const { action, token, form, answers } = props
  return (
    <Form action={action} token={token} class="save">
      {form.names
        .filter((name) => !NOT_CARRIED.includes(name))
        .flatMap((name) => form.all(name).map((value) => <input type="hidden" name={name} value={value} />))}
      <div class="count">
        <b>{counted(answers, 'answer')}</b>
        <small>not saved yet</small>
      </div>
      <ReasonField value={form.text('reason')} />
      <button type="submit">Save {counted(answers, 'answer')}</button>
      <button type="submit" name="back" value="1" class="quiet" formnovalidate>
        Back to the answers
      </button>
    </Form>
  )
}
