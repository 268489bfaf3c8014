/** Resolves the accounts of exemptions, sponsored bots and contributors to ids, by the register, else by GitHub. */

import { accessMap } from '../../policy/access/access-map.ts'
import { accessIn } from '../../policy/access/effective-access.ts'
import { listedBriefly } from '../../policy/english.ts'
import { isPrivileged } from '../../policy/proposals/risk.ts'
import { isAsStored, ourPartOf } from '../../policy/rules/entries.ts'
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

/** So many of those that were not looked up are named in the complaint. */
const MOST_NAMED = 5

interface Account {
  readonly id: Id
  readonly login: string
}

/** An entry that names an account, by its id where it has one, else by login. */
type Named = Exemption | Sponsored | Contributor

/** The rules before and the rules that were sent, with the accounts of their entries; or every complaint. */
type Resolved =
  | {
      readonly ok: true
      readonly before: Rules | null
      readonly rules: Rules
      readonly isPrivileged: (account: Id) => boolean
    }
  | { readonly ok: false; readonly complaints: readonly string[] }

/**
 * Finds the account of each entry that is new or changed, by its id, else by its login: in the register, else at GitHub. An entry
 * that is as it was stored stays as it is. Who set an entry is recorded here, whatever the request says about it.
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
  const changed = [
    ...changedIn(sent.exemptions, before?.exemptions, isAsStored),
    ...changedIn(sent.sponsors, before?.sponsors, isAsStored),
  ]
  const newPeople = changedIn(sent.contributors.people, before?.contributors.people, isSameContributor)
  const { accounts, skipped } = await findAccounts(c, org, [...changed, ...newPeople])
  const tooMany = new Map<string, string[]>()
  const privileged = changed.length === 0 ? () => true : await privilegedIn(register, org.id)
  const accountOf = (list: string, entry: Named): Account | null => {
    const account = accounts.get(entry)
    if (account !== undefined) return account
    if (skipped.has(entry)) tooMany.set(list, [...(tooMany.get(list) ?? []), entry.login])
    else
      complaints.push(
        `${list}: GitHub knows no account ${entry.login}${entry.id ? ` with id ${entry.id}` : ''}.`,
      )
    return null
  }
  const withOurPart = <E extends Exemption | Sponsored>(list: string, entry: E, stored: readonly E[]) => {
    const account = accountOf(list, entry)
    if (account === null) return null
    const earlier = stored.find(({ id }) => id === account.id)
    const ours = ourPartOf(entry, account, earlier, privileged(account.id), by, now)
    if (ours.ok) return { ...entry, ...ours.part }
    complaints.push(`${list}: ${ours.complaint}`)
    return null
  }
  const exemptions = resolveEach(sent.exemptions, before?.exemptions, isAsStored, (entry, known) =>
    withOurPart('exemptions', entry, known),
  )
  const sponsors = resolveEach(sent.sponsors, before?.sponsors, isAsStored, (entry, known) =>
    withOurPart('sponsors', entry, known),
  )
  const people = resolveEach(
    sent.contributors.people,
    before?.contributors.people,
    isSameContributor,
    (entry) => {
      const account = accountOf('contributors', entry)
      return account === null ? null : { ...account, until: entry.until }
    },
  )
  complaints.push(
    ...twice('exemptions', exemptions),
    ...twice('sponsors', sponsors),
    ...twice('contributors', people),
    ...[...tooMany].map(([list, logins]) => notLookedUp(list, logins)),
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

/** The entries that are not as one of those stored. */
function changedIn<E>(
  sent: readonly E[],
  stored: readonly E[] = [],
  isSame: (stored: E, sent: E) => boolean,
): readonly E[] {
  return sent.filter((entry) => !stored.some((each) => isSame(each, entry)))
}

/** Each entry as it is stored, or else as `resolve` makes it; one of which it makes null is left out. */
function resolveEach<E>(
  sent: readonly E[],
  stored: readonly E[] = [],
  isSame: (stored: E, sent: E) => boolean,
  resolve: (entry: E, stored: readonly E[]) => E | null,
): E[] {
  return sent.flatMap((entry) => {
    const resolved = stored.find((each) => isSame(each, entry)) ?? resolve(entry, stored)
    return resolved === null ? [] : [resolved]
  })
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

/**
 * The accounts of the entries, those that there are; GitHub is asked for those that the register does not know, once for each
 * account. `skipped`: the entries for which it was not, because there were too many.
 */
async function findAccounts(
  c: Visit,
  org: Organization,
  entries: readonly Named[],
): Promise<{ readonly accounts: ReadonlyMap<Named, Account>; readonly skipped: ReadonlySet<Named> }> {
  const { register, accountAtGitHub } = c.var.platform
  const accounts = new Map<Named, Account>()
  const skipped = new Set<Named>()
  const answers = new Map<string, Account | null>()
  for (const entry of entries) {
    const { id, login } = entry
    const known =
      id === undefined ? await knownAccount(register, org, login) : await findAccountRowById(register, id)
    if (known !== undefined) {
      accounts.set(entry, { id: known.id, login: known.login })
      continue
    }
    const name = entryOfAccount(entry)
    if (!answers.has(name)) {
      if (answers.size === MOST_ASKED) {
        skipped.add(entry)
        continue
      }
      answers.set(name, await accountAtGitHub(org, id === undefined ? { login } : { id }))
    }
    const account = answers.get(name) ?? null
    if (account !== null) accounts.set(entry, account)
  }
  return { accounts, skipped }
}

/** That GitHub was not asked says nothing about the accounts. */
function notLookedUp(list: string, logins: readonly string[]): string {
  return `${list}: ${listedBriefly(logins, MOST_NAMED)} ${logins.length === 1 ? 'was' : 'were'} not looked up: GitHub is asked for at most ${MOST_ASKED} new names in one save. Save so many first, then the others.`
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
