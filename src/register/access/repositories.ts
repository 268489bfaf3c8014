/** The repositories of an organisation, and when each last changed. */

import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { UNSEEN } from '../../policy/verdict/coverage.ts'
import type { Id, Instant, SeenRepository } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { repositories } from '../schema.ts'

/** A repository, as a row. */
export type Repository = typeof repositories.$inferSelect

/** The organisation's open repositories, by id. */
export async function findOpenRepositories(register: Register, orgId: Id): Promise<Repository[]> {
  return register
    .select()
    .from(repositories)
    .where(and(eq(repositories.orgId, orgId), isNull(repositories.closedAt)))
    .orderBy(repositories.id)
}

/** The fields of a repository that tell whether anything may have been done in it. */
export type RepositoryChanges = Pick<
  Repository,
  'id' | 'pushedAt' | 'threadsUpdatedAt' | 'commentedAt' | 'discussedAt' | 'releasedAt'
>

/** An open repository as an account's page needs it. */
export type OpenRepository = RepositoryChanges & Pick<Repository, 'name' | 'private'>

/** The organisation's open repositories, by id, as an account's page needs them. */
export async function findRepositoriesBeside(register: Register, orgId: Id): Promise<OpenRepository[]> {
  // Raw SQL: drizzle takes longer to map a row for each repository than to read them.
  const rows = await register.rows<Omit<OpenRepository, 'private'> & { private: number }>(sql`
    select id, name, private, pushed_at as pushedAt, talked_at as threadsUpdatedAt, commented_at as commentedAt,
      discussed_at as discussedAt, released_at as releasedAt
    from ${repositories} where org_id = ${orgId} and closed_at is null order by id`)
  return rows.map((row) => ({ ...row, private: row.private === 1 }))
}

/** The fields of a repository that a list shows. */
export type RepositoryFacts = Pick<Repository, 'id' | 'name' | 'archived' | 'private' | 'pushedAt'>

/** The organisation's open repositories as a list needs them: mapping every column of thousands takes its time. */
export async function findRepositoryFacts(register: Register, orgId: Id): Promise<RepositoryFacts[]> {
  const { id, name, archived, private: isPrivate, pushedAt } = repositories
  return register
    .select({ id, name, archived, private: isPrivate, pushedAt })
    .from(repositories)
    .where(and(eq(repositories.orgId, orgId), isNull(repositories.closedAt)))
}

/** The open repository with this name, whatever its case; undefined where there is none. */
export async function findRepositoryNamed(
  register: Register,
  orgId: Id,
  name: string,
): Promise<Repository | undefined> {
  return (
    register
      .select()
      .from(repositories)
      .where(
        and(
          eq(repositories.orgId, orgId),
          isNull(repositories.closedAt),
          sql`lower(${repositories.name}) = ${name.toLowerCase()}`,
        ),
      )
      // The name of one that was deleted may have been given to another before an audit saw either.
      .orderBy(desc(repositories.id))
      .limit(1)
      .get()
  )
}

/**
 * The open repositories, by id, without those that this audit does not read because GitHub shows nothing of them or the owners
 * leave them out.
 */
export async function findShownRepositories(
  register: Register,
  orgId: Id,
  auditId: string,
): Promise<Repository[]> {
  return register
    .select()
    .from(repositories)
    .where(
      and(
        eq(repositories.orgId, orgId),
        isNull(repositories.closedAt),
        sql`not exists (select 1 from readings where readings.audit_id = ${auditId} and readings.source in (select value from ${rowsOf(UNSEEN)})
          and readings.scope_kind = 'repository' and readings.scope_id = ${repositories.id})`,
      ),
    )
    .orderBy(repositories.id)
}

/** Inserts or updates repositories, and opens closed ones again. An unchanged row is not written. */
export function repositoriesStatement(
  register: Register,
  orgId: Id,
  seen: readonly SeenRepository[],
  now: Instant,
): Statement {
  const rows = seen.map((r) => ({
    ...r,
    private: Number(r.private),
    archived: Number(r.archived),
    fork: Number(r.fork),
  }))
  return register.run(sql`
    insert into repositories (id, org_id, name, node_id, private, archived, fork, default_branch, created_at, pushed_at, first_seen)
    select value->>'id', ${orgId}, value->>'name', value->>'nodeId', value->>'private', value->>'archived', value->>'fork',
      value->>'defaultBranch', value->>'createdAt', value->>'pushedAt', ${now}
    from ${rowsOf(rows)} where true
    on conflict (id) do update set org_id = excluded.org_id, name = excluded.name, node_id = excluded.node_id,
      private = excluded.private, archived = excluded.archived, fork = excluded.fork,
      default_branch = excluded.default_branch, created_at = excluded.created_at, pushed_at = excluded.pushed_at, closed_at = null
    where org_id is not excluded.org_id or name is not excluded.name or node_id is not excluded.node_id
      or private is not excluded.private or archived is not excluded.archived or fork is not excluded.fork
      or default_branch is not excluded.default_branch or created_at is not excluded.created_at
      or pushed_at is not excluded.pushed_at or closed_at is not null`)
}

/** When a repository last changed in ways that no push shows; null where nothing was seen. */
export interface SeenChangeTimes {
  readonly id: Id
  readonly threadsUpdatedAt: Instant | null
  readonly commentedAt: Instant | null
  readonly discussedAt: Instant | null
  readonly releasedAt: Instant | null
}

/** Writes the change times of known repositories. */
export function changeTimesStatement(register: Register, seen: readonly SeenChangeTimes[]): Statement {
  return register.run(sql`
    update repositories set talked_at = seen.value->>'threadsUpdatedAt', commented_at = seen.value->>'commentedAt',
      discussed_at = seen.value->>'discussedAt', released_at = seen.value->>'releasedAt'
    from ${rowsOf(seen)} as seen
    where repositories.id = seen.value->>'id' and (talked_at is not seen.value->>'threadsUpdatedAt'
      or commented_at is not seen.value->>'commentedAt' or discussed_at is not seen.value->>'discussedAt'
      or released_at is not seen.value->>'releasedAt')`)
}
