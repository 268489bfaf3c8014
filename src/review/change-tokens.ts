/**
 * Makes and ends bearer tokens. The history of every organisation that the maker owns records it, and each is sent a message.
 */

import type { Message } from '../notify/message.ts'
import { type MessageContext, tokenEnded, tokenMade } from '../notify/messages.ts'
import type { Platform } from '../platform.ts'
import { printedDay } from '../policy/calendar.ts'
import { readableRules } from '../policy/rules/rules.ts'
import { actorFirst } from '../policy/words/names.ts'
import type { Actor, Instant } from '../policy/words.ts'
import { findOrganizationsOwned } from '../register/access/holders.ts'
import type { Head } from '../register/history/chain.ts'
import type { Entry } from '../register/history/entry.ts'
import { findHistoryHead, recordChange } from '../register/history/history.ts'
import { type Register, type Statement, together } from '../register/open.ts'
import type { Organization } from '../register/organizations.ts'
import { endTokenStatement, type TokenOf, tokenStatement } from '../register/sign-in/bearer-tokens.ts'
import type { Person } from '../register/sign-in/sessions.ts'

type Posting = Pick<Platform, 'register' | 'deployment' | 'now' | 'post'>

/** Stores a new token. `realNow` is the time by which tokens end. */
export async function keepNewToken(
  platform: Posting,
  token: TokenOf & { readonly tokenHash: string },
  realNow: Instant,
): Promise<void> {
  const { register, now } = platform
  const by: Actor = { kind: 'person', ...token.maker }
  const organizations = await findOrganizationsOwned(register, token.maker.id, realNow)
  await recordInEach(register, organizations, tokenStatement(register, token), () => ({
    at: now,
    act: 'token_made',
    actor: by,
    sentence: `${actorFirst(by)} made the token "${token.name}", which ${scopeInWords(token)} as them until ${printedDay(token.expiresAt)}.`,
    facts: factsOf(token),
  }))
  await tell(platform, organizations, (_, context, history) => tokenMade(context, { token, by, history }))
}

/** Ends a token for good; false where it has ended or expired meanwhile. */
export async function endStandingToken(
  platform: Posting,
  token: TokenOf,
  by: Person,
  realNow: Instant,
): Promise<boolean> {
  const { register, now } = platform
  const maker: Actor = { kind: 'person', ...token.maker }
  const organizations = await findOrganizationsOwned(register, token.maker.id, realNow)
  const own = new Set((await findOrganizationsOwned(register, by.id, realNow)).map(({ id }) => id))
  // Owners of the maker's other organisations do not learn who owns this one.
  const shownIn = (org: Organization): Actor | null =>
    by.id === token.maker.id || own.has(org.id) ? { kind: 'person', ...by } : null
  const statement = endTokenStatement(register, token.id, { kind: 'person', ...by }, realNow)
  const ended = await recordInEach(register, organizations, statement, (org) => {
    const actor = shownIn(org)
    const who = actor === null ? 'An owner of another organisation' : actorFirst(actor)
    return {
      at: now,
      act: 'token_ended',
      actor: actor ?? { kind: 'calendar' },
      sentence: `${who} ended the token "${token.name}" of ${token.maker.login}.`,
      facts: { ...factsOf(token), maker: token.maker },
    }
  })
  if (!ended) return false
  await tell(platform, organizations, (org, context, history) =>
    tokenEnded(context, { token, maker, by: shownIn(org), history }),
  )
  return true
}

/** Runs `change` with the first organisation's entry in one batch, then writes the others'; false where it changed nothing. */
async function recordInEach(
  register: Register,
  [first, ...others]: readonly Organization[],
  change: Statement,
  entryIn: (org: Organization) => Entry,
): Promise<boolean> {
  if (first === undefined) {
    const [changed] = await together(register, [change])
    return changed?.results.length === 1
  }
  if (!(await recordChange(register, first.id, change, entryIn(first)))) return false
  for (const org of others) await recordChange(register, org.id, null, entryIn(org))
  return true
}

async function tell(
  { register, deployment, post }: Posting,
  organizations: readonly Organization[],
  messageIn: (org: Organization, context: MessageContext, history: Head | null) => Message,
): Promise<void> {
  for (const org of organizations) {
    const { id, login } = org
    const context = {
      publicUrl: deployment.publicUrl,
      organization: { id, login },
      // Where the rules cannot be read, nobody may be named.
      names: readableRules(org.rules)?.channels.names ?? false,
    }
    await post(id, messageIn(org, context, await findHistoryHead(register, id)))
  }
}

function factsOf({ id, name, scope, expiresAt }: TokenOf): Readonly<Record<string, unknown>> {
  return { token: id, name, scope, expiresAt }
}

function scopeInWords({ scope }: TokenOf): string {
  return scope === 'read' ? 'reads' : 'reads and decides'
}
