/** The form fields of an answer: revoke, downgrade, emeritus or keep, with reason and end. */

import { REPOSITORY_ROLES } from '../../policy/words.ts'
import { Field, Select } from '../parts/form-fields.tsx'

/**
 * No decision is preselected; CSS shows the fields that only one decision needs. `about` names the subject for screen readers;
 * `account`: only accounts can be downgraded or become emeriti; `emeritus`: whether there is an emeritus team.
 */
export function AnswerFields(props: { id: string; about: string; account: boolean; emeritus: boolean }) {
  const { id, account } = props
  const choices = [
    ['revoke', 'Revoke'],
    ...(account ? [['downgrade', 'Downgrade'] as const] : []),
    ...(account && props.emeritus ? [['emeritus', 'Emeritus'] as const] : []),
    ['keep', 'Keep'],
  ] as const
  return (
    <div class="two">
      <fieldset>
        <legend>
          Decision<span class="visually-hidden"> about {props.about}</span>
        </legend>
        <div class="choices">
          {choices.map(([value, label]) => (
            <label>
              <input type="radio" name="decision" value={value} required /> {label}
            </label>
          ))}
        </div>
      </fieldset>
      <Field id={`reason-${id}`} label="Reason">
        <input class="wide" id={`reason-${id}`} name="reason" maxlength={2000} />
      </Field>
      <Field
        id={`until-${id}`}
        label="Keep until"
        hint="Only with Keep: after that day it may be proposed again."
        class="for-keep"
      >
        <input id={`until-${id}`} name="until" type="date" aria-describedby={`until-${id}-hint`} />
      </Field>
      {account && (
        <Field id={`role-${id}`} label="Downgrade to" hint="Only with Downgrade." class="for-downgrade">
          <Select
            id={`role-${id}`}
            name="role"
            value=""
            options={[
              ['', 'choose a lower role'],
              ...REPOSITORY_ROLES.slice(0, -1).map((role) => [role, role] as const),
            ]}
          />
        </Field>
      )}
    </div>
  )
}
