/** Sends the notices that are due by e-mail, each at most once, to the address that a person shows on GitHub at that moment. */

import { readPublicEmail } from '../../github/recheck/membership.ts'
import type { Platform } from '../../platform.ts'
import { inTurn } from '../../policy/calendar.ts'
import type { Instant, Subject } from '../../policy/words.ts'
import { findOrganizationById } from '../../register/organizations.ts'
import {
  beginEmail,
  type EmailDue,
  endEmail,
  findEmailsDue,
  noteNoAddress,
} from '../../register/people/notices/email-notices.ts'
import { findPersonToTell } from '../../register/people/notices/notice-list.ts'
import { readTexts } from './write-notices.ts'

/** E-mails of one run: each takes a request to GitHub, one to send and some queries, and the Free plan allows an invocation 50. */
const PER_RUN = 3
const MOST_READ = 300

/** The hourly run. Does nothing where no e-mail is set up: then every text is in the owners' list. */
export async function sendNotices(platform: Platform): Promise<void> {
  if (platform.sendNotice === null) return
  const all = await findEmailsDue(platform.register, platform.now, MOST_READ)
  // Somebody to whom nothing can be sent for a while stays on the list, so each run begins at another place.
  for (const due of inTurn(all, PER_RUN, platform.now).slice(0, PER_RUN)) {
    try {
      await sendOne(platform, platform.sendNotice, due)
    } catch (error) {
      // One person's trouble must not stop the others.
      console.error(
        JSON.stringify({ event: 'notice_not_sent', proposal: due.proposalId, error: String(error) }),
      )
    }
  }
}

async function sendOne(
  { register, deployment, now, github }: Platform,
  send: NonNullable<Platform['sendNotice']>,
  due: EmailDue,
): Promise<void> {
  const organization = await findOrganizationById(register, due.orgId)
  const person = await findPersonToTell(register, due, now)
  if (organization === undefined || person === null) return
  const texts = await readTexts({ register, deployment }, organization, person.openedAt, now)
  const to = await readPublicEmail(github(organization), person.account)
  if (to === null) return await noteNoAddress(register, due, now)
  const subject: Subject = { kind: 'account', id: person.account, login: person.login }
  const facts = { proposal: due.proposalId, way: 'email', at: now }
  const entry = (act: string, sentence: string) => entryOf(now, subject, facts, act, sentence)
  const begun = await beginEmail(
    register,
    due,
    now,
    entry('notice_sending', 'An e-mail to them is about to be sent.'),
  )
  if (!begun) return
  switch (await send({ to, ...texts.of(person) })) {
    case 'sent':
      return await endEmail(register, due, 'sent', now, entry('notice_sent', 'They were told by e-mail.'))
    case 'refused':
      return await endEmail(register, due, 'not_sent', now, entry('notice_not_sent', REFUSED))
    case 'unknown':
      // It may have left: it is not sent again, and the owners' list says so.
      return
  }
}

const REFUSED = 'The e-mail was not sent: the mail service took it not. Nobody was told by it.'

function entryOf(
  at: Instant,
  subject: Subject,
  facts: Readonly<Record<string, unknown>>,
  act: string,
  sentence: string,
) {
  return { at, act, actor: { kind: 'calendar' } as const, subject, sentence, facts }
}
