/** Reads the forms of our own pages; without the session's form token they are refused. */

import { Refusal } from '../policy/refusal.ts'
import { sameSecret } from './access/secrets.ts'
import type { Visit } from './access/visit.ts'

/** A form's fields: `text` is the last value of a field ('' where it is missing), `all` every value. */
export interface SentForm {
  text(name: string): string
  all(name: string): string[]
}

/** Checks the form token and returns the fields, trimmed. */
export async function readForm(c: Visit): Promise<SentForm> {
  const body = await parseFields(c)
  const all = (name: string) => {
    const value = body[name]
    const values = Array.isArray(value) ? value : [value]
    return values.filter((text) => typeof text === 'string').map((text) => text.trim())
  }
  const text = (name: string) => all(name).at(-1) ?? ''
  if (c.var.formToken === '' || !(await sameSecret(text('token'), c.var.formToken))) {
    throw new Refusal(
      'forbidden',
      'This form belongs to another session, or you have been signed out since. Nothing was changed. Reload the page.',
    )
  }
  return { text, all }
}

/** The fields as sent, without a check of the form token. A body that is no form is refused. */
export async function parseFields(c: Visit) {
  try {
    return await c.req.parseBody({ all: true })
  } catch (cause) {
    // A TypeError means a body that is malformed for its content type; one that is too large throws a Refusal.
    if (!(cause instanceof TypeError)) throw cause
    throw new Refusal(
      'invalid',
      'The form could not be read: what was sent is malformed. Nothing was changed. Reload the page and try again.',
    )
  }
}
