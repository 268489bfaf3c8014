/** Lists the credentials of one organisation, each judged as of now. */

import { sql } from 'drizzle-orm'
import { readRules } from '../../../policy/rules/rules.ts'
import { judgeCredential } from '../../../policy/verdict/credential-use.ts'
import type { CredentialKind, Finding, Id, Instant, VerdictName } from '../../../policy/words.ts'
import type { Page } from '../../cursor.ts'
import { pageOf } from '../../cursor.ts'
import { type Register, rowsOf } from '../../open.ts'
import type { Organization } from '../../organizations.ts'
import { findOpenCredentials, type OpenCredential } from '../credentials.ts'
import { findRepositoryNames } from '../names.ts'

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

/** The orders of the list; each can be turned round by a `-` before it. */
export const CREDENTIAL_SORTS = ['firstSeen', 'kind', 'name', 'owner', 'lastUsed', 'expires'] as const
export type CredentialSort = `${'' | '-'}${(typeof CREDENTIAL_SORTS)[number]}`

/** Filters the list: a `kind` that no audit reads finds nothing. `stale` true: only credentials with the verdict `inactive`; false: only the others. */
export interface CredentialFilter {
  readonly kind?: string | undefined
  readonly stale?: boolean | undefined
  /** The owner's login, whatever its case. */
  readonly owner?: string | undefined
  readonly finding?: boolean | undefined
}

/** A credential as read, with its row. */
interface ReadCredential {
  readonly rowId: number
  readonly item: CredentialItem
}

/** All open credentials of an organisation, each judged as of now. Three statements, whatever the number. */
export async function readCredentials(
  register: Register,
  org: Pick<Organization, 'id' | 'rules'>,
  now: Instant,
): Promise<readonly ReadCredential[]> {
  const { windowMonths } = readRules(org.rules)
  const credentials = await findOpenCredentials(register, org.id)
  const [owners, names] = await Promise.all([
    ownersOf(register, org.id, credentials),
    findRepositoryNames(
      register,
      org.id,
      credentials.map(({ repository }) => repository),
    ),
  ])
  return credentials.map((credential) => ({
    rowId: credential.rowId,
    item: toItem(credential, owners, names, now, windowMonths),
  }))
}

/** A page of those that match. `after`: the sort keys of the previous page's last one. */
export function credentialPage(
  read: readonly ReadCredential[],
  filter: CredentialFilter,
  after: readonly (string | number)[] | null,
  limit: number,
  sort: CredentialSort = 'firstSeen',
): Page<CredentialItem> {
  const sign = sort.startsWith('-') ? -1 : 1
  const found = read
    .filter(({ item }) => credentialMatches(item, filter))
    .map(({ rowId, item }) => ({ key: keyOf(item, sort), rowId, item }))
    .sort((a, b) => sign * (compared(a.key, b.key) || a.rowId - b.rowId))
  const from =
    after === null
      ? 0
      : found.findIndex(
          ({ key, rowId }) => sign * (compared(key, String(after[0])) || rowId - Number(after[1])) > 0,
        )
  return pageOf(
    from < 0 ? [] : found.slice(from),
    limit,
    ({ key, rowId }) => [key, rowId],
    ({ item }) => item,
  )
}

/** Whether the credential is one that the filter asks for. */
export function credentialMatches(item: CredentialItem, filter: CredentialFilter): boolean {
  return (
    (filter.kind === undefined || item.kind === filter.kind) &&
    (filter.stale === undefined || (item.verdict === 'inactive') === filter.stale) &&
    (filter.owner === undefined || item.owner?.toLowerCase() === filter.owner.toLowerCase()) &&
    (filter.finding === undefined || item.findings.length > 0 === filter.finding)
  )
}

/** One text for each credential that stands in the order of the list; unknown dates and owners stand last. */
function keyOf(item: CredentialItem, sort: CredentialSort): string {
  switch (sort.replace('-', '')) {
    case 'kind': {
      const has = (code: Finding['code']) => item.findings.some((finding) => finding.code === code)
      const width = has('wide_scope') ? 0 : has('write_access') ? 1 : 2
      return `${KIND_ORDER.indexOf(item.kind)}${width}${item.name.toLowerCase()}`
    }
    case 'name':
      return item.name.toLowerCase()
    case 'owner':
      return item.owner?.toLowerCase() ?? LAST
    case 'lastUsed':
      return item.lastUsedAt ?? (item.use === 'never' ? '' : LAST)
    case 'expires':
      return item.expiresAt ?? LAST
    default:
      return ''
  }
}

/** The order in which a page shows the kinds: what was given the most first. */
export const KIND_ORDER: readonly CredentialKind[] = [
  'app_installation',
  'fine_grained_token',
  'token_request',
  'deploy_key',
]

/** Behind every login and date. */
const LAST = '~'

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
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
  const rows = await register.rows<Owner>(sql`
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
