/** Finds the line by which a workflow runs on a schedule. */

/** The first `cron` line under `schedule`, from 1; null where the workflow has no schedule. */
export function scheduleIn(text: string): { readonly line: number; readonly text: string } | null {
  const lines = text.split('\n').map((line) => line.replace(/(^|\s)#.*$/, ''))
  const schedule = lines.findIndex((line) => /^\s*["']?schedule["']?\s*:/.test(line))
  if (schedule < 0) return null
  const cron = lines.findIndex((line, at) => at >= schedule && /\bcron["']?\s*:/.test(line))
  return cron < 0 ? null : { line: cron + 1, text: lines[cron] ?? '' }
}
