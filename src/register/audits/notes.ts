/** What an audit notes of repositories for its own later stages; it ends with the audit. */

import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Id } from '../../policy/words.ts'
import { type Register, rowsOf, type Statement } from '../open.ts'
import { auditNotes } from '../schema.ts'

type Kind = (typeof auditNotes.$inferSelect)['kind']

/** Notes something of repositories; a newer note takes the place of the older one. */
export function notesStatement(
  register: Register,
  auditId: string,
  kind: Kind,
  notes: readonly { readonly repository: Id; readonly value: unknown }[],
): Statement {
  return register.run(sql`
    insert into audit_notes (audit_id, kind, repository_id, value)
    select ${auditId}, ${kind}, value->>'repository', value->'value' from ${rowsOf(notes)} where true
    on conflict (audit_id, kind, repository_id) do update set value = excluded.value`)
}

/** What this audit has noted of each repository. */
export async function findNotes(register: Register, auditId: string, kind: Kind): Promise<Map<Id, unknown>> {
  const rows = await register
    .select({ repository: auditNotes.repositoryId, value: auditNotes.value })
    .from(auditNotes)
    .where(and(eq(auditNotes.auditId, auditId), eq(auditNotes.kind, kind)))
  return new Map(rows.map(({ repository, value }) => [repository, value]))
}

/** Deletes the notes of an audit, where its end was recorded. */
export function dropNotesStatement(register: Register, auditId: string, recorded: SQL): Statement {
  return register.delete(auditNotes).where(and(eq(auditNotes.auditId, auditId), recorded))
}
