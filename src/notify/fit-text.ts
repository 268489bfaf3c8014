/** Escapes plain text and cuts it to a channel's limits, between whole characters. */

import { invisibleShown } from '../policy/words/invisible.ts'

/** Escapes one character for a channel's markup. */
export type Escape = (character: string) => string

/**
 * One line, escaped and at most `limit` long (in UTF-16 units, never fewer than the channel counts). A longer text ends
 * in `…`. Line breaks become spaces, and invisible characters are shown as such: a name must not look like another line or
 * another name, or reverse the text around it.
 */
export function fitted(text: string, limit: number, escapeCharacter: Escape): string {
  const plain = invisibleShown(text).replace(/\s+/gu, ' ')
  const whole = [...plain].map(escapeCharacter)
  if (lengthOf(whole) <= limit) return whole.join('')
  const kept: string[] = []
  let left = limit - '…'.length
  for (const piece of whole) {
    if (piece.length > left) break
    kept.push(piece)
    left -= piece.length
  }
  return `${kept.join('')}…`
}

/** As many whole lines as fit into `limit` together, joined by line breaks; `…` stands for those that do not. */
export function fittedLines(
  lines: readonly string[],
  limit: number,
  lineLimit: number,
  escapeCharacter: Escape,
): string {
  const more = '…'
  const kept: string[] = []
  let left = limit - more.length - 1
  for (const line of lines) {
    const piece = fitted(line, Math.min(lineLimit, limit), escapeCharacter)
    if (piece.length + 1 > left) return [...kept, more].join('\n')
    kept.push(piece)
    left -= piece.length + 1
  }
  return kept.join('\n')
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}
