/** What D1 did between two looks at the meter: in all, by table and by statement. It runs none. */
import type { Cost, Database, Metered } from './meter.ts'

export interface DatabaseUse extends Database {
  /** Rows written by table, entries of its indexes included; every table that was written to. */
  readonly writtenTo: Readonly<Record<string, number>>
}

/** What came between two looks; of the statements the ten that read most and the ten that wrote most. */
export function databaseBetween({ database: before }: Metered, { database: after }: Metered): DatabaseUse {
  const costs = Object.entries(after.perStatement).map(([sql, cost]): [string, Cost] => {
    const known = before.perStatement[sql] ?? { times: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 }
    return [
      sql.replace(/\s+/g, ' ').trim(),
      {
        times: cost.times - known.times,
        rowsRead: cost.rowsRead - known.rowsRead,
        rowsWritten: cost.rowsWritten - known.rowsWritten,
        milliseconds: cost.milliseconds - known.milliseconds,
      },
    ]
  })
  return {
    calls: after.calls - before.calls,
    statements: after.statements - before.statements,
    rowsRead: after.rowsRead - before.rowsRead,
    rowsWritten: after.rowsWritten - before.rowsWritten,
    milliseconds: after.milliseconds - before.milliseconds,
    size: after.size,
    perStatement: Object.fromEntries([...most(costs, 'rowsRead'), ...most(costs, 'rowsWritten')]),
    writtenTo: writtenTo(costs),
  }
}

function most(costs: readonly [string, Cost][], rows: 'rowsRead' | 'rowsWritten'): [string, Cost][] {
  return costs
    .filter(([, cost]) => cost[rows] > 0)
    .sort(([, a], [, b]) => b[rows] - a[rows])
    .slice(0, 10)
}

function writtenTo(costs: readonly [string, Cost][]): Record<string, number> {
  const tables: Record<string, number> = {}
  for (const [sql, { rowsWritten }] of costs)
    if (rowsWritten > 0) tables[tableOf(sql)] = (tables[tableOf(sql)] ?? 0) + rowsWritten
  return Object.fromEntries(Object.entries(tables).sort(([, a], [, b]) => b - a))
}

/** The table that a statement writes to; a statement that is not understood stands for itself, so that it shows. */
function tableOf(sql: string): string {
  return /^(?:insert (?:or \w+ )?into|update|delete from) "?(\w+)/i.exec(sql)?.[1] ?? sql
}
