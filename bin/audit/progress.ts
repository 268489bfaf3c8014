/** Draws how far an audit is, on standard error; it never writes to standard output, which belongs to the result. */
import type { AuditView } from '../../local/api.ts'

/** Characters of the bar. */
const WIDTH = 24

/** A terminal's width where it does not tell. */
const USUAL_COLUMNS = 80

export interface Progress {
  show(audit: Pick<AuditView, 'id' | 'progress'>): void
  end(): void
}

/** A bar that is redrawn in place on a terminal, and a line for each new step elsewhere. Neither goes back during an audit. */
export function progressOn(
  stream: Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number },
): Progress {
  let [last, lastStep, audit, furthest] = ['', '', '', 0]
  return {
    show: ({ id, progress: { done, total, step } }) => {
      const percent = total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total))
      furthest = id === audit ? Math.max(furthest, percent) : percent
      audit = id
      const counted = `${String(furthest).padStart(3)} % ${step}`
      if (stream.isTTY) {
        const bar = '█'.repeat(Math.round((furthest / 100) * WIDTH)).padEnd(WIDTH, '░')
        const line = `${bar} ${counted}`.slice(0, (stream.columns ?? USUAL_COLUMNS) - 1)
        if (line !== last) stream.write(`\r\x1b[2K${line}`)
        last = line
      } else if (step !== lastStep) stream.write(`${counted}\n`)
      lastStep = step
    },
    end: () => {
      if (stream.isTTY && last !== '') stream.write('\r\x1b[2K')
      last = ''
    },
  }
}
