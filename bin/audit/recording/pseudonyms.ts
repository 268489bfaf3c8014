/** Pseudonyms for names, texts and ids: the same for the same original, and not to be undone without the run's key. */
import { createHmac, randomBytes } from 'node:crypto'

/** How originals are replaced; collecting the ids beforehand goes through the same places. */
export interface Replacing {
  /** A name or a text, whole. */
  word(text: string): string
  /** A SHA or another hexadecimal text. */
  hex(text: string): string
  id(id: number): number
}

/** Letters of a pseudonym: no digits, so that none is taken for a number or a date. */
const LETTERS = 'abcdefghijklmnop'
const LENGTH = 16

/**
 * The key is made here and kept nowhere. `ids` are all that will be asked for: their order stays, because audits read in the
 * order of ids, and a replay must ask for the same people together.
 */
export function openPseudonyms(ids: Iterable<number>, key: Buffer = randomBytes(32)): Replacing {
  const digest = (text: string) => createHmac('sha256', key).update(text).digest()
  const idOf = orderedIds(ids, (id) => digest(`id ${id}`).readUInt16BE(0))
  const word = (text: string): string => {
    const lower = text.toLowerCase()
    const letters = [...digest(`word ${lower}`).subarray(0, LENGTH)].map((byte) => LETTERS[byte % 16] ?? '')
    // GitHub does not tell logins apart by case, and does so with node ids: pseudonyms are alike in the same way.
    const cased = lower === text ? letters : withCapitals(letters, digest(`case ${text}`))
    const name = cased.join('')
    return name === text ? word(`${text} again`) : name
  }
  return {
    word,
    hex: (text) => {
      const name = digest(`hex ${text}`).toString('hex').padEnd(text.length, '0').slice(0, text.length)
      return name === text ? digest(`hex ${text} again`).toString('hex').slice(0, text.length) : name
    },
    id: (id) => {
      const known = idOf.get(id)
      if (known === undefined) throw new Error('An id was not collected before it was to be replaced.')
      return known
    },
  }
}

function withCapitals(letters: readonly string[], bits: Buffer): string[] {
  return letters.map((letter, at) =>
    at === 0 || ((bits[at] ?? 0) & 1) === 1 ? letter.toUpperCase() : letter,
  )
}

/** Rising numbers for rising ids, with gaps that the key chooses; never the id itself. */
function orderedIds(ids: Iterable<number>, gapOf: (id: number) => number): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  let last = 1000
  for (const id of [...new Set(ids)].sort((a, b) => a - b)) {
    last += 1 + (gapOf(id) % 1000)
    if (last === id) last += 1
    found.set(id, last)
  }
  return found
}
