/** What an audit did not read in full where one account could have shown. */

import { sql } from 'drizzle-orm'
import { gapsOf } from '../../policy/verdict/coverage.ts'
import type { AccountGap } from '../../policy/verdict/explanation.ts'
import { ACTIVITY_SOURCES, type Id, LEFT_OUT_SOURCES, type Reading, type Source } from '../../policy/words.ts'
import { findRepositoryNames } from '../access/names.ts'
import { findHoldersOf } from '../activity/without-activity.ts'
import { type Register, rowsOf } from '../open.ts'
import type { Organization } from '../organizations.ts'

/** Sources that show an act of an account, or its access; what an audit reads of credentials says nothing of either. */
const SHOWING_ACCOUNTS: readonly Source[] = [
  ...ACTIVITY_SOURCES,
  ...LEFT_OUT_SOURCES,
  'members',
  'outside_collaborators',
  'teams',
  'repositories',
  'direct_roles',
  'organization_invitations',
  'repository_invitations',
]

/** At most so many are named; where more are missing, the first ones say why. */
const MOST = 200

interface Row {
  readonly source: Source
  readonly scopeKind: Reading['scope']['kind']
  readonly scopeId: Id
  readonly reason: string
}

/** Those that may have decided the verdict first. */
export async function findAccountGaps(
  register: Register,
  org: Organization,
  auditId: string,
  account: Id,
): Promise<AccountGap[]> {
  const rows = await register.all<Row>(sql`
    select source, scope_kind as scopeKind, scope_id as scopeId, coalesce(unread, not_shown) as reason from readings
    where audit_id = ${auditId} and coalesce(unread, not_shown) is not null and (scope_kind <> 'account' or scope_id = ${account})
      and source in (select value from ${rowsOf(SHOWING_ACCOUNTS)})
    limit ${MOST}`)
  const repositories = rows.flatMap(({ scopeKind, scopeId }) => (scopeKind === 'repository' ? [scopeId] : []))
  const [names, holders] = await Promise.all([
    findRepositoryNames(register, org.id, repositories),
    findHoldersOf(
      register,
      org.id,
      rows.flatMap(({ source, scopeId }) =>
        source === 'hidden_repositories' && scopeId !== 0 ? [scopeId] : [],
      ),
    ),
  ])
  const holds = (repository: Id) => holders.get(repository)?.has(account) === true
  const gaps = rows.flatMap((row): AccountGap[] => {
    const isOthers =
      row.source === 'hidden_repositories' && row.scopeKind === 'repository' && !holds(row.scopeId)
    if (isOthers) return []
    const name = (id: Id) => names.get(id) ?? null
    const decides = gapsOf([toReading(row)], account, name, holds).length > 0
    const where =
      row.scopeKind === 'repository'
        ? (name(row.scopeId) ?? `repository ${row.scopeId}`)
        : WHERE[row.scopeKind]
    return [{ source: row.source, where, reason: row.reason, decides }]
  })
  const all = org.repositorySelection === 'selected' ? [ONLY_SELECTED, ...gaps] : gaps
  return all.sort((a, b) => Number(b.decides) - Number(a.decides))
}

const WHERE = {
  organization: 'the whole organisation',
  account: 'the whole organisation, for this account',
} as const

/** As the audit judges it. */
const ONLY_SELECTED: AccountGap = {
  source: 'repositories',
  where: 'the whole organisation',
  reason: 'the App sees selected repositories only',
  decides: true,
}

function toReading({ source, scopeKind, scopeId, reason }: Row): Reading {
  const scope = scopeKind === 'organization' ? { kind: scopeKind } : { kind: scopeKind, id: scopeId }
  return { source, scope, state: { kind: 'unread', reason } }
}
