/** Cuts plain text to a channel's limits while escaping it. Never cuts inside a character or an escape. */

/** Makes one character harmless in a channel's own language. */
export type Escape = (character: string) => string

/**
 * One line, escaped and at most `limit` long (in UTF-16 units, which is never fewer than the channel counts).
 * What does not fit ends in `…`. Line breaks become spaces, control and direction-changing characters go:
 * a name must not look like another line or turn the text around it.
 */
export function fitted(text: string, limit: number, harmless: Escape): string {
  const plain = text
    .replace(/\s+/gu, ' ')
    .replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
  const whole = [...plain].map(harmless)
  if (lengthOf(whole) <= limit) return whole.join('')
  const kept: string[] = []
  let room = limit - '…'.length
  for (const piece of whole) {
    if (piece.length > room) break
    kept.push(piece)
    room -= piece.length
  }
  return `${kept.join('')}…`
}

/** As many whole lines as fit into `limit` together, joined by line breaks; the last says that more is on the page. */
export function fittedLines(
  lines: readonly string[],
  limit: number,
  lineLimit: number,
  harmless: Escape,
): string {
  const more = '…'
  const kept: string[] = []
  let room = limit - more.length - 1
  for (const line of lines) {
    const piece = fitted(line, Math.min(lineLimit, limit), harmless)
    if (piece.length + 1 > room) return [...kept, more].join('\n')
    kept.push(piece)
    room -= piece.length + 1
  }
  return kept.join('\n')
}

function lengthOf(pieces: readonly string[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}
