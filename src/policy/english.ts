/** Small pieces of English: a number with its noun, a list of words, small numbers and spans of months as words, a change in percent, a sentence's beginning and end. */

/** A number with its noun: `1 repository`, `12 repositories`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** A small number as a word, as a text has it: `six`; from thirteen on in digits. */
export function numberInWords(n: number): string {
  return SMALL_NUMBERS[n] ?? String(n)
}

/** A span of months, as a text has it: `one month`, `six months`, `18 months`. */
export function monthsInWords(n: number): string {
  return `${numberInWords(n)} ${n === 1 ? 'month' : 'months'}`
}

const SMALL_NUMBERS = 'no one two three four five six seven eight nine ten eleven twelve'.split(' ')

/** `−24 %`, `+3 %`, `0 %`. */
export function signedPercent(percent: number): string {
  return `${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %`
}

/** Words joined into a list: `a, b and c`. */
export function listed(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}

/** The most that a sentence lists before it says how many more there are. */
const MOST_LISTED = 20

/** `a, b and c`; a long list ends in how many more. */
export function listedBriefly(names: readonly string[], most = MOST_LISTED): string {
  const more = names.length - most
  return listed(more > 0 ? [...names.slice(0, most), `${more} more`] : names)
}

/** Words with a capital letter, to begin a sentence. */
export function capitalized(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** A sentence without its full stop, to stand inside another one. */
export function withoutStop(sentence: string): string {
  return sentence.trim().replace(/\.+$/, '')
}
