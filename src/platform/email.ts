/** Sends an e-mail through Cloudflare's binding, and says what became of it: an answer that is lost is no failure. */

import type { Settings } from './deployment.ts'

/** An e-mail to one person, as plain text. */
export interface Email {
  readonly to: string
  readonly subject: string
  readonly text: string
}

/** `refused`: Cloudflare says that it was not sent. `unknown`: it may have been sent. */
export type EmailEnd = 'sent' | 'refused' | 'unknown'

/** Never throws. */
export type SendNotice = (email: Email) => Promise<EmailEnd>

/** Cloudflare's binding; absent where none is set up. */
export interface EmailBinding {
  readonly EMAIL?: SendEmail
}

/** Null where the binding or `EMAIL_FROM` is not set: then owners send the texts themselves. */
export function emailOf(env: EmailBinding & Pick<Settings, 'EMAIL_FROM'>): SendNotice | null {
  const { EMAIL: binding } = env
  const from = env.EMAIL_FROM?.trim() ?? ''
  if (binding === undefined || from === '') return null
  return async ({ to, subject, text }) => {
    try {
      await binding.send({ from, to, subject, text })
      return 'sent'
    } catch (error) {
      const end = isRefusal(error) ? 'refused' : 'unknown'
      // The address is nobody's business in a log.
      const said = String(error).replaceAll(to, '(the address)')
      console.error(JSON.stringify({ event: 'email_not_sent', end, error: said }))
      return end
    }
  }
}

/** https://developers.cloudflare.com/email-service/api/send-emails/workers-api/: every error has a code; these come before sending. */
const REFUSALS = /^E_(VALIDATION|FIELD|TOO_MANY|SENDER|RECIPIENT|RATE_LIMIT|DAILY_LIMIT|CONTENT|HEADER)/

function isRefusal(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  return REFUSALS.test(code)
}
