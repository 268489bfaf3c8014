/** Lists the repositories of one organisation with how many people can push, administer and release. */

import { monthsBefore } from '../../../policy/calendar.ts'
import { readRules } from '../../../policy/rules/rules.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { findReviewersByRepository } from '../../activity/deployment-reviewers.ts'
import { findNewestFinishedAudit } from '../../audits/audits.ts'
import { findNotReadInFull } from '../../audits/readings.ts'
import { type Page, pageOf } from '../../cursor.ts'
import type { Register } from '../../open.ts'
import type { Organization } from '../../organizations.ts'
import { findAccount } from '../find-account.ts'
import { findRepositoryFacts, type RepositoryFacts } from '../repositories.ts'
import { findAccessGrants } from './access-grants.ts'
import {
  type AccessIndex,
  accessIndex,
  findHoldersWithVerdicts,
  reviewersWithAccess,
  unreadAccess,
} from './access-index.ts'
import { countActivePeople } from './active-people.ts'
import {
  compareKeys,
  fits,
  isAfter,
  itemOf,
  type RepositoryFilter,
  type RepositoryItem,
  type RepositoryRow,
  sortKeysOf,
} from './repository-rows.ts'

/** How many repositories each view of the list holds. */
export interface RepositoryCounts {
  all: number
  fewKeyholders: number
  noPush: number
}

/** A page of the list. `counts`: over the whole organisation; `matching`: over what the filters beside the view leave. */
export type ListedRepositories = Page<RepositoryItem> & {
  counts: RepositoryCounts
  matching: RepositoryCounts
}

/**
 * A page of the list. `after`: the sort keys of the previous page's last repository. A handful of statements, however many
 * repositories there are.
 */
export async function listRepositories(
  register: Register,
  org: Organization,
  filter: RepositoryFilter,
  now: Instant,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<ListedRepositories> {
  const cutoff = monthsBefore(now, readRules(org.rules).windowMonths)
  const [rows, account] = await Promise.all([
    findRows(register, org, cutoff),
    filter.account === undefined ? undefined : findAccount(register, org.id, { login: filter.account }),
  ])
  const asked = {
    ...filter,
    account: filter.account === undefined ? undefined : (account?.id ?? null),
    cutoff,
  }
  const found = rows
    .filter((row) => fits(row, asked))
    .map(({ item }) => item)
    .sort((a, b) => compareKeys(filter, sortKeysOf(filter, a), sortKeysOf(filter, b)))
    .filter((item) => after === null || isAfter(filter, sortKeysOf(filter, item), after))
  return {
    ...pageOf(
      found,
      limit,
      (item) => sortKeysOf(filter, item),
      (item) => item,
    ),
    counts: countsOf(rows, { cutoff }),
    matching: countsOf(rows, asked),
  }
}

/** Every repository, with who can do what there. `cutoff`: the beginning of the window. */
async function findRows(register: Register, org: Organization, cutoff: Instant): Promise<RepositoryRow[]> {
  const [repositories, grants, reviewers, audit, activePeople] = await Promise.all([
    findRepositoryFacts(register, org.id),
    findAccessGrants(register, org.id),
    findReviewersByRepository(register, org.id),
    findNewestFinishedAudit(register, org.id, 'any'),
    countActivePeople(register, org.id, cutoff),
  ])
  const index = accessIndex(
    grants,
    repositories.map(({ id }) => id),
  )
  const administrators = administratorsOf(index, repositories)
  const [people, notRead] = await Promise.all([
    findHoldersWithVerdicts(register, org.id, [...new Set([...administrators.values()].flat())]),
    audit === null ? [] : findNotReadInFull(register, audit.id),
  ])
  const { everywhere, onlyHere } = index.holders
  const pushEverywhere = everywhere('write')
  const isUnread = unreadAccess(notRead)
  return repositories.map((repository) => {
    const pushOnlyHere = onlyHere(repository.id, 'write')
    const admins = administrators.get(repository.id) ?? []
    const required = reviewers.get(repository.id)
    const release = required === undefined ? null : reviewersWithAccess(index, required)
    const item = itemOf(repository, {
      activePeople: activePeople.get(repository.id) ?? 0,
      canPush: pushEverywhere.length + pushOnlyHere.length,
      administrators: admins.flatMap((admin) => people.get(admin) ?? []),
      canRelease: release === null ? null : release.length,
      complete: audit !== null && !isUnread(repository.id),
    })
    const holds = {
      push: () => [...pushEverywhere, ...pushOnlyHere],
      administer: () => admins,
      release: () => release ?? [],
    }
    const others = {
      push: pushOnlyHere,
      administer: onlyHere(repository.id, 'admin'),
      release: release ?? [],
    }
    return { item, holds, others }
  })
}

function countsOf(rows: readonly RepositoryRow[], asked: Parameters<typeof fits>[1]): RepositoryCounts {
  const inView = (view: RepositoryFilter['view']) =>
    rows.filter((row) => fits(row, { ...asked, view })).length
  return { all: inView(undefined), fewKeyholders: inView('few_keyholders'), noPush: inView('no_push') }
}

function administratorsOf({ holders }: AccessIndex, repositories: readonly RepositoryFacts[]): Map<Id, Id[]> {
  const everywhere = holders.everywhere('admin')
  return new Map(repositories.map(({ id }) => [id, [...everywhere, ...holders.onlyHere(id, 'admin')]]))
}
