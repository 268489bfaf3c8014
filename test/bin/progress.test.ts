/** What the terminal shows while an audit runs: it never goes back and never shows 0/0. */
import { describe, expect, it } from 'vitest'
import { progressOn } from '../../bin/audit/progress.ts'

/** Each look at an audit that begins, is fast in one stage, slow in the next, and begins again. */
const LOOKS = [
  [0, 0, 'waiting to begin'],
  [23, 100, 'reading the members'],
  [4, 100, 'reading the members'],
  [40, 100, 'reading pushes and merges'],
  [0, 0, 'reading pushes and merges'],
  [100, 100, 'finished'],
] as const

describe('the progress in a terminal', () => {
  it('w: never goes back and never shows 0/0', () => {
    const written = shown({ isTTY: true, columns: 200 })
    const percents = [...written.matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent))
    expect(percents).toEqual([0, 23, 40, 100])
    expect(written).not.toContain('0/0')
  })

  it('fits a narrow terminal, and is wiped away at the end', () => {
    const lines = shown({ isTTY: true, columns: 40 }).split('\r\x1b[2K')
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(40)
    expect(lines.at(-1)).toBe('')
  })

  it('is a line for each step where there is no terminal, without a control character', () => {
    expect(shown({})).toBe(
      '  0 % waiting to begin\n 23 % reading the members\n 40 % reading pushes and merges\n100 % finished\n',
    )
  })

  it('begins anew for another audit', () => {
    const { stream, written } = kept({})
    const progress = progressOn(stream)
    progress.show({ id: 'a', progress: { done: 100, total: 100, step: 'finished' } })
    progress.end()
    progress.show({ id: 'b', progress: { done: 2, total: 100, step: 'reading the organisation' } })
    expect(written()).toBe('100 % finished\n  2 % reading the organisation\n')
  })
})

function shown(terminal: { isTTY?: boolean; columns?: number }): string {
  const { stream, written } = kept(terminal)
  const progress = progressOn(stream)
  for (const [done, total, step] of LOOKS) progress.show({ id: 'a', progress: { done, total, step } })
  progress.end()
  return written()
}

/** A stream that keeps what is written to it. */
function kept(terminal: { isTTY?: boolean; columns?: number }) {
  let written = ''
  const write = (text: string | Uint8Array) => {
    written += String(text)
    return true
  }
  return { stream: { ...terminal, write }, written: () => written }
}
