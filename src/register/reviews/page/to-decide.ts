/** Counts what waits for the owners of an organisation. */

import { sql } from 'drizzle-orm'
import type { Register } from '../../open.ts'

/** How many proposals of the open review nobody has answered; 0 where no review is open. */
export async function countToDecide(register: Register, login: string): Promise<number> {
  const [row] = await register.rows<{ n: number }>(sql`
    select count(*) as n from proposals where status = 'open' and review_id in (
      select reviews.id from reviews join organizations on organizations.id = reviews.org_id
      where lower(organizations.login) = lower(${login}) and reviews.closed_at is null)`)
  return row?.n ?? 0
}
