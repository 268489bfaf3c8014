/** Finds open rows that no page of an audit showed, and closes those confirmed to be gone. */

import { type SQL, sql } from 'drizzle-orm'
import type { CredentialKind, GrantKind, Id, Source } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'

/** A row that may be gone, with the labels needed to ask GitHub for it. */
export interface MissingItem {
  readonly what: 'grant' | 'credential' | 'repository' | 'team'
  /** The row's id in its table. */
  readonly id: number
  readonly kind: string
  readonly account: Id | null
  readonly login: string | null
  readonly team: string | null
  readonly parent: Id | null
  readonly repository: string | null
  /** GitHub's id of an invitation or credential. */
  readonly githubId: string | null
}

/** Which kinds of rows each source shows. */
export const SHOWN_BY: Readonly<
  Partial<
    Record<
      Source,
      {
        grants: readonly GrantKind[]
        credentials: readonly CredentialKind[]
        things: readonly ('repository' | 'team')[]
      }
    >
  >
> = {
  organization: { grants: [], credentials: [], things: [] },
  members: { grants: ['organization_role'], credentials: [], things: [] },
  outside_collaborators: { grants: ['outside_collaborator'], credentials: [], things: [] },
  teams: { grants: ['team_membership', 'team_repository', 'team_parent'], credentials: [], things: ['team'] },
  repositories: { grants: ['repository_role'], credentials: [], things: ['repository'] },
  organization_invitations: { grants: ['organization_invitation'], credentials: [], things: [] },
  repository_invitations: { grants: ['repository_invitation'], credentials: [], things: [] },
  deploy_keys: { grants: [], credentials: ['deploy_key'], things: [] },
  fine_grained_tokens: { grants: [], credentials: ['fine_grained_token'], things: [] },
  token_requests: { grants: [], credentials: ['token_request'], things: [] },
  app_installations: { grants: [], credentials: ['app_installation'], things: [] },
}

/** The next missing row of each source after `after` (ordered by what, then id); a source without one is left out. */
export async function findNextMissingItems(
  register: Register,
  orgId: Id,
  auditId: string,
  sources: readonly Source[],
  after: { what: string; id: number } | null,
): Promise<{ readonly source: Source; readonly missing: MissingItem }[]> {
  const found = sources.map(async (source) => {
    const rows = await register.rows<MissingItem>(nextMissingQuery(orgId, auditId, source, after))
    return rows.map((missing) => ({ source, missing }))
  })
  return (await Promise.all(found)).flat()
}

function nextMissingQuery(
  orgId: Id,
  auditId: string,
  source: Source,
  after: { what: string; id: number } | null,
): SQL {
  const shown = SHOWN_BY[source] ?? { grants: [], credentials: [], things: [] }
  const notSeen = (
    key: ReturnType<typeof sql>,
  ) => sql`${key} not in (select k.value from seen_pages, json_each(seen_pages.keys) as k
    where seen_pages.audit_id = ${auditId} and seen_pages.source = ${source})`
  return sql`
    select * from (
      select 'grant' as what, grants.id as id, grants.kind as kind, grants.account_id as account,
        (select login from accounts where accounts.id = grants.account_id) as login,
        (select slug from teams where teams.id = grants.team_id) as team, grants.parent_id as parent,
        (select name from repositories where repositories.id = grants.repository_id) as repository,
        json_extract(grants.details, '$.invitation') as githubId
      from grants where org_id = ${orgId} and closed_at is null and kind in (select value from ${rowsOf(shown.grants)})
        and ${notSeen(sql`grants.key`)}
      union all
      select 'credential', credentials.id, credentials.kind, null, null, null, null,
        (select name from repositories where repositories.id = credentials.repository_id), credentials.github_id
      from credentials where org_id = ${orgId} and closed_at is null and kind in (select value from ${rowsOf(shown.credentials)})
        and ${notSeen(sql`credentials.kind || ':' || credentials.github_id`)}
      union all
      select 'repository', repositories.id, 'repository', null, null, null, null, repositories.name, null
      from repositories where org_id = ${orgId} and closed_at is null and 'repository' in (select value from ${rowsOf(shown.things)})
        and ${notSeen(sql`'repository:' || repositories.id`)}
      union all
      select 'team', teams.id, 'team', null, null, teams.slug, null, null, null
      from teams where org_id = ${orgId} and closed_at is null and 'team' in (select value from ${rowsOf(shown.things)})
        and ${notSeen(sql`'team:' || teams.id`)}
    ) where ${after === null ? sql`1` : sql`(what, id) > (${after.what}, ${after.id})`}
    order by what, id limit 1`
}

/** Records the open rows of repositories that this audit does not read as seen, under the name `why`, so that they are not taken for removed. */
export function deferredSeenStatement(
  register: Register,
  orgId: Id,
  auditId: string,
  source: Source,
  repositories: readonly Id[],
  why: string,
): Statement {
  const { grants, credentials } = SHOWN_BY[source] ?? { grants: [], credentials: [] }
  return register.run(sql`
    insert into seen_pages (audit_id, source, page, keys)
    select ${auditId}, ${source}, ${why}, json_group_array(key) from (
      select grants.key as key from grants where org_id = ${orgId} and closed_at is null
        and kind in (select value from ${rowsOf(grants)}) and repository_id in (select value from ${rowsOf(repositories)})
      union all
      select kind || ':' || github_id from credentials where org_id = ${orgId} and closed_at is null
        and kind in (select value from ${rowsOf(credentials)}) and repository_id in (select value from ${rowsOf(repositories)})
    ) where true
    on conflict (audit_id, source, page) do update set keys = excluded.keys`)
}

/** Closes a row that was confirmed to be gone. */
export function closeStatement(register: Register, missing: MissingItem, now: string): Statement {
  const table = {
    grant: sql`grants`,
    credential: sql`credentials`,
    repository: sql`repositories`,
    team: sql`teams`,
  }[missing.what]
  return register.run(
    sql`update ${table} set closed_at = ${now} where id = ${missing.id} and closed_at is null`,
  )
}
