/** English as people write it: numbers with their nouns, words in a row. It knows nothing of keys and who holds them. */

/** A number with its noun: `1 repository`, `12 repositories`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** Words joined as people write them: `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** A sentence as a part of another one. */
export function withoutStop(sentence: string): string {
  return sentence.trim().replace(/\.+$/, '')
}
