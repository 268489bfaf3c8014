/** Lists the credentials of one organisation, each judged as of now. */

import { sql } from 'drizzle-orm'
import { readRules } from '../../policy/rules/rules.ts'
import { judgeCredential } from '../../policy/verdict/credential-use.ts'
import type { CredentialKind, Finding, Id, Instant, VerdictName } from '../../policy/words.ts'
import type { Page } from '../cursor.ts'
import { pageOf } from '../cursor.ts'
import { type Register, rowsOf } from '../open.ts'
import type { Organization } from '../organizations.ts'
import { findOpenCredentials, type OpenCredential } from './credentials.ts'
import { findRepositoryNames } from './names.ts'

/** One credential of the list. */
export interface CredentialItem {
  kind: CredentialKind
  id: string
  name: string
  /** The owner's login; null where GitHub names none. */
  owner: string | null
  repository: string | null
  /** In GitHub's words. */
  scopes: string[]
  createdAt: Instant | null
  lastUsedAt: Instant | null
  /** Says what `lastUsedAt: null` means: never used, or GitHub does not show it. */
  use: 'used' | 'never' | 'unobservable'
  expiresAt: Instant | null
  verdict: VerdictName
  reason: string
  findings: Finding[]
}

/** Filters the list: a `kind` that no audit reads finds nothing. `stale` true: only credentials with the verdict `inactive`; false: only the others. */
export interface CredentialFilter {
  readonly kind?: string | undefined
  readonly stale?: boolean | undefined
}

/** Credentials in the order in which they were first seen. `after`: the row id of the previous page's last one. */
export async function listCredentials(
  register: Register,
  org: Pick<Organization, 'id' | 'rules'>,
  filter: CredentialFilter,
  now: Instant,
  after: readonly (string | number)[] | null,
  limit: number,
): Promise<Page<CredentialItem>> {
  const { windowMonths } = readRules(org.rules)
  const credentials = (await findOpenCredentials(register, org.id)).filter(
    ({ kind }) => filter.kind === undefined || kind === filter.kind,
  )
  const owners = await ownersOf(register, org.id, credentials)
  const names = await findRepositoryNames(
    register,
    org.id,
    credentials.map(({ repository }) => repository),
  )
  const items = credentials
    .filter(({ rowId }) => after === null || rowId > Number(after[0]))
    .map((credential) => ({
      rowId: credential.rowId,
      item: toItem(credential, owners, names, now, windowMonths),
    }))
    .filter(({ item }) => filter.stale === undefined || (item.verdict === 'inactive') === filter.stale)
  return pageOf(
    items,
    limit,
    ({ rowId }) => [rowId],
    ({ item }) => item,
  )
}

interface Owner {
  readonly id: Id
  readonly login: string
  readonly verdict: VerdictName | null
  /** 1 or 0. */
  readonly holdsAccess: number
}

async function ownersOf(
  register: Register,
  orgId: Id,
  credentials: readonly OpenCredential[],
): Promise<Map<Id, Owner>> {
  const ids = [...new Set(credentials.map(({ owner }) => owner).filter((owner) => owner !== null))]
  const rows = await register.all<Owner>(sql`
    select accounts.id, accounts.login, verdicts.verdict,
      exists (select 1 from grants where grants.org_id = ${orgId} and grants.account_id = accounts.id and closed_at is null
        and kind not in ('organization_invitation', 'repository_invitation')) as holdsAccess
    from accounts left join verdicts on verdicts.account_id = accounts.id and verdicts.org_id = ${orgId}
    where accounts.id in (select value from ${rowsOf(ids)})`)
  return new Map(rows.map((row) => [row.id, row]))
}

function toItem(
  credential: OpenCredential,
  owners: ReadonlyMap<Id, Owner>,
  names: ReadonlyMap<Id, string>,
  now: Instant,
  windowMonths: number,
): CredentialItem {
  const owner = credential.owner === null ? undefined : owners.get(credential.owner)
  const judged = judgeCredential(
    credential,
    owner === undefined
      ? null
      : { login: owner.login, verdict: owner.verdict, holdsAccess: owner.holdsAccess === 1 },
    now,
    windowMonths,
  )
  const { lastUsed } = credential
  return {
    kind: credential.kind,
    id: credential.id,
    name: credential.name,
    owner: owner?.login ?? null,
    repository: credential.repository === null ? null : (names.get(credential.repository) ?? null),
    scopes: [...credential.scopes],
    createdAt: credential.createdAt,
    lastUsedAt: typeof lastUsed === 'string' ? null : lastUsed.at,
    use: typeof lastUsed === 'string' ? lastUsed : 'used',
    expiresAt: credential.expiresAt,
    verdict: judged.verdict,
    reason: judged.reason,
    findings: [...judged.findings],
  }
}
