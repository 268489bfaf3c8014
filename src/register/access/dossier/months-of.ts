/** Two years of one account by month and repository, as page and API show them. */

import { type MonthCell, monthCells, monthsShown } from '../../../policy/activity/months.ts'
import type { Id, Instant } from '../../../policy/words.ts'
import { type ActiveMonth, findActiveMonths } from '../../activity/acts-by-month.ts'
import type { FinishedAudit } from '../../activity/read-back.ts'
import type { Register } from '../../open.ts'

/** One repository in which the account was seen within two years. */
export interface MonthsIn {
  /** `owner/name`; null: acts that belong to no repository, or to one no longer known. */
  repository: string | null
  /** From when to when everything was read there, whoever acted; null where nothing was. */
  read: { since: Instant; readTo: Instant } | null
  /** 24, the oldest first. */
  months: MonthCell[]
}

/** Two years of an account. */
export interface MonthsView {
  /** The moment of the newest audit: the present month is read up to here. Null before the first. */
  auditedTo: Instant | null
  /** The months that count for a verdict. */
  windowMonths: number
  /** The most recent work first. */
  repositories: MonthsIn[]
  /** How many further repositories there are. */
  more: number
}

/** So many repositories are told. */
const MOST_REPOSITORIES = 100

export async function findMonthsOf(
  register: Register,
  orgId: Id,
  account: Id,
  audit: FinishedAudit | null,
  { windowMonths, now }: { readonly windowMonths: number; readonly now: Instant },
): Promise<MonthsView> {
  const [from = ''] = monthsShown(now)
  const rows = await findActiveMonths(register, orgId, account, from, audit)
  const byRepository = [...Map.groupBy(rows, ({ repository }) => repository).values()].sort(recentFirst)
  const auditedTo = audit?.asOf ?? null
  return {
    auditedTo,
    windowMonths,
    repositories: byRepository.slice(0, MOST_REPOSITORIES).map((of) => ({
      repository: of[0]?.repositoryName ?? null,
      read: of[0]?.read ?? null,
      months: [...monthCells(daysOf(of), of[0]?.read ?? null, { now, auditedTo })],
    })),
    more: Math.max(0, byRepository.length - MOST_REPOSITORIES),
  }
}

/** By the newest month with an act, then by how many days. */
function recentFirst(a: readonly ActiveMonth[], b: readonly ActiveMonth[]): number {
  return newest(b).localeCompare(newest(a)) || days(b) - days(a)
}

function newest(of: readonly ActiveMonth[]): string {
  return of.reduce((latest, { month }) => (month > latest ? month : latest), '')
}

function days(of: readonly ActiveMonth[]): number {
  return of.reduce((sum, row) => sum + row.days, 0)
}

function daysOf(of: readonly ActiveMonth[]): ReadonlyMap<string, number> {
  return new Map(of.map((row) => [row.month, row.days]))
}
