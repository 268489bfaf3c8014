/** Reads the forms of our own pages; without the session's form token they are refused. */

import { Refusal } from '../policy/refusal.ts'
import { sameSecret } from './access/secrets.ts'
import type { Visit } from './access/visit.ts'

/** A form's fields: `names` of all, `text` is the last value of a field ('' where it is missing), `all` every value, `file` an uploaded file. */
export interface SentForm {
  readonly names: readonly string[]
  text(name: string): string
  all(name: string): string[]
  file(name: string): File | null
}

/** Checks the form token and returns the fields, trimmed. */
export async function readForm(c: Visit): Promise<SentForm> {
  const body = await parseFields(c)
  const sent = (name: string) => [body[name]].flat()
  const all = (name: string) =>
    sent(name)
      .filter((text) => typeof text === 'string')
      .map((text) => text.trim())
  const text = (name: string) => all(name).at(-1) ?? ''
  if (c.var.formToken === '' || !(await sameSecret(text('token'), c.var.formToken))) {
    throw new Refusal(
      'forbidden',
      'This form belongs to another session, or you have been signed out since. Nothing was changed. Reload the page.',
    )
  }
  const file = (name: string) => sent(name).find((value) => value instanceof File) ?? null
  return { names: Object.keys(body), text, all, file }
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
