/** Prints what a soak came to, a line for each seed and one for all. It counts; it judges nothing. */
import type { AuditOfSoak } from './series.ts'

const HEAD = ['seed', 'audits', 'complete', 'partial', 'unknown', 'moves', 'kills', 'wrong', 'faults']

/** The table. */
export function printedSoak(audits: ReadonlyMap<number, readonly AuditOfSoak[]>): string {
  const rows = [
    ...[...audits].sort(([a], [b]) => a - b).map(([seed, of]) => cells(String(seed), of)),
    cells('all', [...audits.values()].flat()),
  ]
  const widths = HEAD.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 8 ? cell : cell.padStart(widths[i] ?? 0))).join('  ')
  return [line(HEAD), ...rows.map(line)].join('\n')
}

function cells(seed: string, audits: readonly AuditOfSoak[]): string[] {
  const failed = audits.filter(({ plan }) => plan !== null)
  const count = (status: string) => failed.filter((audit) => audit.status === status).length
  const sum = (of: (audit: AuditOfSoak) => number) => failed.reduce((total, audit) => total + of(audit), 0)
  return [
    seed,
    String(failed.length),
    String(count('complete')),
    String(count('partial')),
    String(sum(({ unknown }) => unknown)),
    String(sum(({ plan }) => plan?.moves.length ?? 0)),
    String(failed.filter(({ plan }) => plan?.killedAt != null).length),
    String(audits.filter(({ wrong }) => wrong.length > 0).length),
    faultsOf(failed),
  ]
}

function faultsOf(audits: readonly AuditOfSoak[]): string {
  const all = new Map<string, number>()
  for (const { faults } of audits)
    for (const [kind, count] of Object.entries(faults)) all.set(kind, (all.get(kind) ?? 0) + count)
  return [...all]
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${kind} ${count}`)
    .join(', ')
}
