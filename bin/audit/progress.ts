/** Draws how far an audit is, on standard error; it never writes to standard output, which belongs to the result. */
import type { AuditView } from '../../local/api.ts'

/** Characters of the bar. */
const WIDTH = 24

export interface Progress {
  show(audit: AuditView): void
  end(): void
}

/** A bar that is redrawn in place on a terminal, and a line for each new step elsewhere. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  let last = ''
  return {
    show: ({ progress: { done, total, step } }) => {
      const share = total === 0 ? 0 : Math.min(1, done / total)
      const bar = '█'.repeat(Math.round(share * WIDTH)).padEnd(WIDTH, '░')
      const line = stream.isTTY ? `${bar} ${done}/${total} ${step}` : step
      if (line === last) return
      last = line
      stream.write(stream.isTTY ? `\r\x1b[2K${line.slice(0, (stream.columns ?? 80) - 1)}` : `${line}\n`)
    },
    end: () => {
      if (stream.isTTY && last !== '') stream.write('\r\x1b[2K')
    },
  }
}
