/** Sources by their words, for sentences to the owners. It names no person and no repository. */

import type { Reading } from '../policy/words.ts'

export function sourcesOf(readings: readonly Reading[]): string[] {
  return [...new Set(readings.map(({ source }) => source.replaceAll('_', ' ')))]
}
