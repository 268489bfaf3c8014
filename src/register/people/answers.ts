/** What people answered to proposals about themselves; an answer that was changed stays as a row with its end. */

import { and, desc, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { Id, Instant } from '../../policy/words.ts'
import { insertFrom, type Register, rowsOf, type Statement } from '../open.ts'
import { answers } from '../schema.ts'

/** One answer. */
export type AnswerRow = Readonly<typeof answers.$inferSelect>

/** The answers that stand, by proposal. */
export async function findStandingAnswers(
  register: Register,
  proposalIds: readonly string[],
): Promise<ReadonlyMap<string, AnswerRow>> {
  if (proposalIds.length === 0) return new Map()
  const rows = await register
    .select()
    .from(answers)
    .where(
      and(sql`${answers.proposalId} in (select value from ${rowsOf(proposalIds)})`, isNull(answers.endedAt)),
    )
  return new Map(rows.map((row) => [row.proposalId, row]))
}

/** Every answer of one person, newest first, those that ended too. */
export async function findAnswersOf(register: Register, account: Id): Promise<readonly AnswerRow[]> {
  return register
    .select()
    .from(answers)
    .where(eq(answers.accountId, account))
    .orderBy(desc(answers.at), desc(answers.id))
}

/** Records an answer in place of the one that stood. `recorded` selects the ids of proposals whose change was recorded. */
export function answerStatements(register: Register, row: AnswerRow, recorded: SQL): readonly Statement[] {
  return [
    endAnswerStatement(register, row.proposalId, row.at, recorded),
    insertFrom(
      register,
      answers,
      { ...row, by: JSON.stringify(row.by) },
      sql`where ${row.proposalId} in (${recorded})`,
    ),
  ]
}

/** Ends the answer that stands. */
export function endAnswerStatement(
  register: Register,
  proposalId: string,
  at: Instant,
  recorded: SQL,
): Statement {
  return register
    .update(answers)
    .set({ endedAt: at })
    .where(
      and(
        eq(answers.proposalId, proposalId),
        isNull(answers.endedAt),
        sql`${answers.proposalId} in (${recorded})`,
      ),
    )
}
