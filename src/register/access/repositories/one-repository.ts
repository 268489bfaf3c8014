/** One repository: who can change it, by which path, and what of it they used there. */

import type { AccessMap, AccessPath } from '../../../policy/access/access-map.ts'
import type { RepositoryHolder } from '../../../policy/access/repository-holders.ts'
import { keysOfRepository } from '../../../policy/access/repository-keys.ts'
import { isBefore, monthsBefore } from '../../../policy/calendar.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { readRules } from '../../../policy/rules/rules.ts'
import { useHere } from '../../../policy/verdict/use-here.ts'
import { type Activity, type Id, type Instant, isWeaker } from '../../../policy/words.ts'
import { findReviewersByRepository } from '../../activity/deployment-reviewers.ts'
import { findActsIn } from '../../activity/newest-acts.ts'
import { findNewestFinishedAudit } from '../../audits/audits.ts'
import { findNotReadInFull } from '../../audits/readings.ts'
import type { Register } from '../../open.ts'
import type { Organization } from '../../organizations.ts'
import { findOpenCredentials } from '../credentials.ts'
import { findTeamSlugs } from '../names.ts'
import { findRepositoryNamed } from '../repositories.ts'
import { findAccessGrants } from './access-grants.ts'
import {
  accessIndex,
  findHoldersWithVerdicts,
  type HolderWithVerdict,
  reviewersWithAccess,
  unreadAccess,
} from './access-index.ts'
import { countActivePeople } from './active-people.ts'
import { itemOf } from './repository-rows.ts'
import { POSTURE_UNREAD, type RepositoryPerson, type RepositoryView, toKey } from './repository-view.ts'
import { findWasReadIn } from './was-read.ts'

/** The repository of that name, whatever its case; refuses where the organisation has none. Some dozen statements, however large. */
export async function findRepository(
  register: Register,
  org: Organization,
  name: string,
  now: Instant,
): Promise<RepositoryView> {
  const repository = await findRepositoryNamed(register, org.id, name)
  if (repository === undefined)
    throw new Refusal('not_found', `${org.login} has no repository ${name}, as far as the newest audit saw.`)
  const [grants, credentials, required, audit] = await Promise.all([
    findAccessGrants(register, org.id),
    findOpenCredentials(register, org.id, repository.id),
    findReviewersByRepository(register, org.id),
    findNewestFinishedAudit(register, org.id, 'any'),
  ])
  const index = accessIndex(grants, [])
  const reaching = index.holders.holders(repository.id, 'read')
  const asked = required.get(repository.id)
  const reviewers = asked === undefined ? [] : reviewersWithAccess(index, asked)
  const notRead = audit === null ? [] : await findNotReadInFull(register, audit.id)
  const { windowMonths } = readRules(org.rules)
  const cutoff = monthsBefore(audit?.asOf ?? now, windowMonths)
  const canWrite = reaching.filter(({ role }) => !isWeaker(role, 'write'))
  const ids = [...new Set([...canWrite.map(({ account }) => account), ...reviewers])]
  const [people, acts, wasRead, activePeople, slugs] = await Promise.all([
    findHoldersWithVerdicts(register, org.id, ids),
    findActsIn(register, org.id, repository.id, ids),
    findWasReadIn(register, org, repository, notRead, cutoff),
    // Counted up to today, as in the list.
    countActivePeople(register, org.id, monthsBefore(now, windowMonths), repository.id),
    findTeamSlugs(register, org.id, canWrite.flatMap(teamsOf)),
  ])
  const known = {
    people,
    acts,
    slugs,
    map: index.map,
    cutoff,
    wasRead: audit === null ? () => false : wasRead,
  }
  const listed = canWrite.flatMap((holder) => personHere(holder, known)).sort(byPowerThenDisuse)
  return {
    ...itemOf(repository, {
      activePeople: activePeople.get(repository.id) ?? 0,
      canPush: canWrite.length,
      administrators: listed.filter(({ role }) => role === 'admin'),
      canRelease: asked === undefined ? null : reviewers.length,
      complete: audit !== null && !unreadAccess(notRead)(repository.id),
    }),
    fork: repository.fork,
    defaultBranch: repository.defaultBranch,
    readersOnly: reaching.length - canWrite.length,
    unusedHere: listed.filter(({ use }) => use === 'unused').length,
    unknownHere: listed.filter(({ use }) => use === 'unknown').length,
    people: listed,
    release: {
      reviewers: asked === undefined ? null : reviewers.flatMap((id) => people.get(id) ?? []).map(judged),
      readAt: asked?.readTo ?? null,
      released: releasedBy(listed, acts),
    },
    keys: keysOfRepository(credentials, repository.id, now).map(toKey),
    posture: POSTURE_UNREAD,
  }
}

/** What is known of the people who can write to the repository. */
interface KnownHere {
  readonly people: Awaited<ReturnType<typeof findHoldersWithVerdicts>>
  readonly acts: Awaited<ReturnType<typeof findActsIn>>
  readonly slugs: ReadonlyMap<Id, string>
  readonly map: AccessMap
  readonly cutoff: Instant
  readonly wasRead: (account: Id) => boolean
}

/** Somebody with the paths by which they reach the repository, and how they used it; empty where the account is not known. */
function personHere({ account, role, paths }: RepositoryHolder, known: KnownHere): RepositoryPerson[] {
  const { people, acts, slugs, map, cutoff, wasRead } = known
  const person = people.get(account)
  if (person === undefined) return []
  const { use, lastUse, lastAct } = useHere(acts.get(account) ?? [], wasRead(account), cutoff)
  return [
    {
      ...judged(person),
      role,
      paths: paths.map((path) => ({
        ...namedPath(path, slugs),
        words: pathInWords(path, account, map, slugs),
      })),
      use,
      lastUse: lastUse && toAct(lastUse),
      lastAct: lastAct && toAct(lastAct),
    },
  ]
}

function judged({
  id,
  login,
  name,
  type,
  verdict,
}: HolderWithVerdict): HolderWithVerdict & { verdict: NonNullable<HolderWithVerdict['verdict']> } {
  return { id, login, name, type, verdict: verdict ?? 'unknown' }
}

function toAct({ at, kind, url }: Activity) {
  return { at, kind, url }
}

function namedPath(path: AccessPath, slugs: ReadonlyMap<Id, string>) {
  const slugOf = (team: Id) => slugs.get(team) ?? `team ${team}`
  const { kind, role } = path
  return kind === 'team'
    ? { kind, role, team: slugOf(path.team), through: slugOf(path.through) }
    : { kind, role, team: null, through: null }
}

/** The teams that its paths name. */
function teamsOf({ paths }: RepositoryHolder): Id[] {
  return paths.flatMap((path) => (path.kind === 'team' ? [path.team, path.through] : []))
}

function pathInWords(path: AccessPath, account: Id, map: AccessMap, slugs: ReadonlyMap<Id, string>): string {
  switch (path.kind) {
    case 'owner':
      return 'owner of the organisation'
    case 'base':
      return 'every member, by the base permission'
    case 'direct':
      return map.organizationRoles.has(account) ? 'directly' : 'directly, as an outside collaborator'
    case 'team': {
      const { team, through } = namedPath(path, slugs)
      return team === through ? `team ${team}` : `team ${team}, in ${through}`
    }
  }
}

/** The strongest role first; of those with one role whoever has not used it for longest. */
function byPowerThenDisuse(a: RepositoryPerson, b: RepositoryPerson): number {
  if (a.role !== b.role) return isWeaker(a.role, b.role) ? 1 : -1
  const [used, otherUsed] = [a.lastUse?.at ?? '', b.lastUse?.at ?? '']
  return used < otherUsed ? -1 : used > otherUsed ? 1 : a.id - b.id
}

/** Who is known to have published a release or pushed a tag, the newest first. */
function releasedBy(
  people: readonly RepositoryPerson[],
  acts: ReadonlyMap<Id, readonly Activity[]>,
): RepositoryView['release']['released'] {
  return people
    .flatMap(({ id, login }) =>
      (acts.get(id) ?? [])
        .filter(({ kind }) => kind === 'release' || kind === 'tag')
        .map((act) => ({ login, ...toAct(act) })),
    )
    .sort((a, b) => (isBefore(a.at, b.at) ? 1 : -1))
}
