/** Reads what of proposals an answer depends on, to compare it with what was shown. */

import { type SQL, sql } from 'drizzle-orm'
import type { ShownProposal } from '../../../policy/decisions/seen.ts'
import type { Id, Power, Subject } from '../../../policy/words.ts'
import { fromJson, type Register, rowsOf } from '../../open.ts'
import { proposals } from '../../schema.ts'
import { EXCEPTIONS, type Exception, shownOfRow } from './conditions.ts'

/** A proposal as it stands now. */
export interface ShownNow extends ShownProposal {
  readonly subject: Subject
  /** The exceptions that it falls under. */
  readonly except: readonly Exception[]
}

/** Those of these proposals that the review of this organisation has. */
export async function findShown(
  register: Register,
  orgId: Id,
  reviewId: string,
  ids: readonly string[],
): Promise<readonly ShownNow[]> {
  return await findWhere(
    register,
    orgId,
    reviewId,
    sql`proposals.id in (select value from ${rowsOf([...ids])})`,
  )
}

/** Every proposal of a group, answered or not. */
export async function findShownOfGroup(
  register: Register,
  orgId: Id,
  reviewId: string,
  group: Power,
): Promise<readonly ShownNow[]> {
  return await findWhere(register, orgId, reviewId, sql`proposals.power = ${group}`)
}

async function findWhere(
  register: Register,
  orgId: Id,
  reviewId: string,
  where: SQL,
): Promise<readonly ShownNow[]> {
  const rows = await register.rows<
    { id: string; subject: string; shown: string } & Record<Exception, number>
  >(
    sql`select id, subject, ${shownOfRow} as shown, ${EXCEPTIONS.no_second_factor} as no_second_factor,
        ${EXCEPTIONS.never_seen} as never_seen
      from proposals where org_id = ${orgId} and review_id = ${reviewId} and ${where}`,
  )
  return rows.map(({ id, subject, shown, ...except }) => ({
    id,
    shown,
    subject: fromJson(proposals.subject, subject),
    except: (['no_second_factor', 'never_seen'] as const).filter((word) => except[word] === 1),
  }))
}
