/** Forms of ours and their fields. They never need a script; those of a session carry its token. */

import type { Child } from 'hono/jsx'

/** A form that changes something. `token` is the session's; the sign-in alone has none. */
export function Form(props: {
  action: string
  token?: string
  id?: string
  class?: string
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

/** One button that changes something, as a form of its own. `about` tells two like buttons apart for those who listen. */
export function ButtonForm(props: {
  action: string
  token: string
  label: string
  about?: string
  kind?: 'primary' | 'danger' | 'quiet'
}) {
  return (
    <Form action={props.action} token={props.token} class="inline">
      <button type="submit" class={props.kind ?? 'primary'}>
        {props.label}
        {props.about !== undefined && <span class="visually-hidden"> {props.about}</span>}
      </button>
    </Form>
  )
}

/** A labelled field with its hint and what is complained about it. */
export function Field(props: {
  id: string
  label: string
  hint?: string | undefined
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

/** A choice out of few. */
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
