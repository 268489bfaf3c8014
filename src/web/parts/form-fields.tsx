/** Forms that change something, and their fields. */

import type { Child } from 'hono/jsx'

/** A form that is sent by POST. `token` is the session's form token; only the sign-in form has none. */
export function Form(props: {
  action: string
  token?: string
  id?: string
  class?: string
  /** For a form with a file. */
  enctype?: 'multipart/form-data'
  children?: Child
}) {
  const { action, token, children, ...rest } = props
  return (
    <form method="post" action={action} {...rest}>
      {token !== undefined && <input type="hidden" name="token" value={token} />}
      {children}
    </form>
  )
}

/** A form with one button. `about` tells buttons with the same label apart for screen readers. */
export function ButtonForm(props: {
  action: string
  token: string
  label: string
  about?: string
  kind?: 'primary' | 'danger' | 'quiet' | 'quiet tiny'
}) {
  return (
    <Form action={props.action} token={props.token} class="inline">
      <button type="submit" class={props.kind ?? 'primary'}>
        {props.label}
        {props.about !== undefined && <span class="unseen"> {props.about}</span>}
      </button>
    </Form>
  )
}

/** A labelled field with its hint and its validation error. */
export function Field(props: {
  id: string
  label: string
  hint?: Child
  complaint?: string | undefined
  class?: string
  children: Child
}) {
  const classes = ['field', props.complaint === undefined ? '' : 'wrong', props.class ?? '']
  return (
    <div class={classes.filter((name) => name !== '').join(' ')}>
      <label for={props.id}>{props.label}</label>
      {props.children}
      {props.hint !== undefined && (
        <p class="hint" id={`${props.id}-hint`}>
          {props.hint}
        </p>
      )}
      {props.complaint !== undefined && (
        <p class="complaint" id={`${props.id}-complaint`}>
          {props.complaint}
        </p>
      )}
    </div>
  )
}

/** A drop-down list. */
export function Select(props: {
  id: string
  name: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
}) {
  return (
    <select id={props.id} name={props.name}>
      {props.options.map(([value, label]) => (
        <option value={value} selected={value === props.value}>
          {label}
        </option>
      ))}
    </select>
  )
}
