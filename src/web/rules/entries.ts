/** Resolves the accounts of exemptions, sponsored bots and contributors to ids, by the register, else by GitHub. */

import { accessMap } from '../../policy/access/access-map.ts'
import { accessIn } from '../../policy/access/effective-access.ts'
import { isPrivileged } from '../../policy/proposals/risk.ts'
import { isAsStored, type OurPart, ourPartOf } from '../../policy/rules/entries.ts'
import { entryOfAccount } from '../../policy/rules/leaves.ts'
import type { Contributor, Exemption, Rules, Sponsored } from '../../policy/rules/rules.ts'
import type { Actor, Id } from '../../policy/words.ts'
import { findAccountRowById, findAccountRowByLogin } from '../../register/access/accounts.ts'
import { findAccount } from '../../register/access/find-account.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import type { Register } from '../../register/open.ts'
import type { Organization } from '../../register/organizations.ts'
import type { Visit } from '../access/visit.ts'

/** Accounts that GitHub is asked for in one save: the Free plan allows an invocation 50 requests. */
const MOST_ASKED = 20

interface Account {
  readonly id: Id
  readonly login: string
}

/** What of an entry names its account; the id, where there is one, counts. */
type Named = Exemption | Sponsored | Contributor

/** The rules before and those sent, their entries resolved; or every complaint. */
type Resolved =
  | {
      readonly ok: true
      readonly before: Rules | null
      readonly rules: Rules
      readonly isPrivileged: (account: Id) => boolean
    }
  | { readonly ok: false; readonly complaints: readonly string[] }

/**
 * Resolves what is new or changed; an entry that is as it was stored passes as it is. The id counts: a login is looked up in
 * the register, else at GitHub. Who set an entry is ours, whatever was sent.
 */
export async function resolveEntries(
  c: Visit,
  org: Organization,
  by: Actor,
  stored: Rules | null,
  sent: Rules,
): Promise<Resolved> {
  const { register, now } = c.var.platform
  const before = stored === null ? null : await withKnownIds(register, org, stored)
  const complaints = [
    ...twice('exemptions', sent.exemptions),
    ...twice('sponsors', sent.sponsors),
    ...twice('contributors', sent.contributors.people),
  ]
  const isNew = (entry: Exemption | Sponsored, known: readonly (Exemption | Sponsored)[] = []) =>
    !known.some((each) => isAsStored(each, entry))
  const changed = [
    ...sent.exemptions.filter((entry) => isNew(entry, before?.exemptions)),
    ...sent.sponsors.filter((entry) => isNew(entry, before?.sponsors)),
  ]
  const newPeople = sent.contributors.people.filter(
    (entry) => !before?.contributors.people.some((each) => isSameContributor(each, entry)),
  )
  const accounts = await findAccounts(c, org, [...changed, ...newPeople])
  const privileged = changed.length === 0 ? () => true : await privilegedIn(register, org.id)
  const accountOf = (list: string, entry: Named): Account | null => {
    const account = accounts.get(entry)
    if (account !== undefined) return account
    complaints.push(
      `${list}: GitHub knows no account ${entry.login}${entry.id ? ` with id ${entry.id}` : ''}.`,
    )
    return null
  }
  const partOf = (
    list: string,
    entry: Exemption | Sponsored,
    known: readonly (Exemption | Sponsored)[] = [],
  ): OurPart | null => {
    const account = accountOf(list, entry)
    if (account === null) return null
    const earlier = known.find(({ id }) => id === account.id)
    const part = ourPartOf(entry, account, earlier, privileged(account.id), by, now)
    if (part.ok) return part.part
    complaints.push(`${list}: ${part.complaint}`)
    return null
  }
  const exemptions = sent.exemptions.flatMap((entry) => {
    const same = before?.exemptions.find((each) => isAsStored(each, entry))
    if (same !== undefined) return [same]
    const part = partOf('exemptions', entry, before?.exemptions)
    return part === null ? [] : [{ ...entry, ...part }]
  })
  const sponsors = sent.sponsors.flatMap((entry) => {
    const same = before?.sponsors.find((each) => isAsStored(each, entry))
    if (same !== undefined) return [same]
    const part = partOf('sponsors', entry, before?.sponsors)
    return part === null ? [] : [{ ...entry, ...part }]
  })
  const people = sent.contributors.people.flatMap((entry) => {
    const same = before?.contributors.people.find((each) => isSameContributor(each, entry))
    if (same !== undefined) return [same]
    const account = accountOf('contributors', entry)
    return account === null ? [] : [{ ...account, until: entry.until }]
  })
  complaints.push(
    ...twice('exemptions', exemptions),
    ...twice('sponsors', sponsors),
    ...twice('contributors', people),
  )
  if (complaints.length > 0) return { ok: false, complaints: [...new Set(complaints)] }
  const contributors = { ...sent.contributors, people }
  return {
    ok: true,
    before,
    rules: { ...sent, exemptions, sponsors, contributors },
    isPrivileged: privileged,
  }
}

function isSameContributor(stored: Contributor, sent: Contributor): boolean {
  const isSame =
    sent.id === undefined ? stored.login.toLowerCase() === sent.login.toLowerCase() : stored.id === sent.id
  return isSame && stored.until === sent.until
}

/** The rules with the ids of entries that an earlier version stored without, where the register knows them. */
async function withKnownIds(register: Register, org: Organization, rules: Rules): Promise<Rules> {
  const withId = async <E extends Exemption | Sponsored>(entry: E): Promise<E> => {
    const known = entry.id === undefined ? await knownAccount(register, org, entry.login) : undefined
    return known === undefined ? entry : { ...entry, id: known.id }
  }
  return {
    ...rules,
    exemptions: await Promise.all(rules.exemptions.map(withId)),
    sponsors: await Promise.all(rules.sponsors.map(withId)),
  }
}

/** The accounts of the entries, those that there are; GitHub is asked for those that the register does not know. */
async function findAccounts(
  c: Visit,
  org: Organization,
  entries: readonly Named[],
): Promise<ReadonlyMap<Named, Account>> {
  const { register, accountAtGitHub } = c.var.platform
  const found = new Map<Named, Account>()
  let asked = 0
  for (const entry of entries) {
    const { id, login } = entry
    const known =
      id === undefined ? await knownAccount(register, org, login) : await findAccountRowById(register, id)
    if (known !== undefined) {
      found.set(entry, { id: known.id, login: known.login })
      continue
    }
    asked += 1
    const account =
      asked > MOST_ASKED ? null : await accountAtGitHub(org, id === undefined ? { login } : { id })
    if (account !== null) found.set(entry, account)
  }
  return found
}

/** The account of a login: who holds or held something here before anybody else. */
async function knownAccount(register: Register, org: Organization, login: string) {
  return (await findAccount(register, org.id, { login })) ?? (await findAccountRowByLogin(register, login))
}

async function privilegedIn(register: Register, orgId: Id): Promise<(account: Id) => boolean> {
  const map = accessMap(await findOpenGrants(register, orgId))
  return (account) => isPrivileged(accessIn(map, account))
}

function twice(list: string, entries: readonly Named[]): string[] {
  const names = entries.map(entryOfAccount)
  const double = entries.filter((entry, at) => names.indexOf(entryOfAccount(entry)) < at)
  return double.map(({ login }) => `${list}: ${login} stands there twice.`)
}
