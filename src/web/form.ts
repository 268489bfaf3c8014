/** Reads a form that a page of ours sent. It never believes one without the session's own token. */

import { Refusal } from '../policy/refusal.ts'
import { sameSecret } from './access/secrets.ts'
import type { Visit } from './access/visit.ts'

/** A form's fields: the last value of each, and all of those that may come several times. */
export interface SentForm {
  text(name: string): string
  all(name: string): string[]
}

/** The fields of a form, after its token was checked; texts are trimmed, an absent field is ''. */
export async function formOf(c: Visit): Promise<SentForm> {
  const body = await fieldsOf(c)
  const all = (name: string) => {
    const value = body[name]
    const values = Array.isArray(value) ? value : [value]
    return values.filter((one) => typeof one === 'string').map((one) => one.trim())
  }
  const text = (name: string) => all(name).at(-1) ?? ''
  if (c.var.formToken === '' || !(await sameSecret(text('token'), c.var.formToken))) {
    throw new Refusal(
      'forbidden',
      'This form belongs to another session, or you have been signed out since. Nothing was changed. Open the page anew.',
    )
  }
  return { text, all }
}

/** What a form sent, by name, before anything of it is believed. What cannot be read as a form is refused. */
export async function fieldsOf(c: Visit) {
  try {
    return await c.req.parseBody({ all: true })
  } catch (cause) {
    // A body that breaks the rules of its content type; a Refusal says that it was too large.
    if (!(cause instanceof TypeError)) throw cause
    throw new Refusal(
      'invalid',
      'The form could not be read: what was sent is malformed. Nothing was changed. Open the page anew and try again.',
    )
  }
}
