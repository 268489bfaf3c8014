/** Which of somebody's names are looked for among other words, when what names them is erased or handed out. */

import { ANSWERS, DECISION_KINDS, LOWER_ROLES, POWERS, PROPOSAL_STATUSES, VERDICTS } from '../../words.ts'

/**
 * Everybody chooses their own names at GitHub. One that is a word of our sentences, an id, a number or a day would take texts
 * along that are about somebody else, so it counts only where a field says that it is a name. A full name has a space.
 */
export function wordsToFind(names: readonly string[]): readonly string[] {
  return names.filter((name) => (/\s/.test(name) ? isFullName(name) : !isOurs(name.toLowerCase())))
}

/** Two words or more, the first and the last with a capital, or of a script that has none; particles between them are short. */
export function isFullName(name: string): boolean {
  return /^[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}'’.-]*(?:\s+(?:\p{Ll}{1,3}|[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}'’.-]*))*\s+[\p{Lu}\p{Lt}\p{Lo}][\p{L}\p{M}'’.-]*$/u.test(
    name.trim(),
  )
}

/**
 * A name as a word of its own: letters, digits and hyphens make a login, whose case means nothing; a full name is bounded by
 * whatever is no letter or digit, and its capitals tell it from our own words.
 */
export function wordOf(name: string): RegExp {
  const text = name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}-])${text}(?![\\p{L}\\p{N}-])`, /\s/.test(name) ? 'gu' : 'giu')
}

/** An id, a number, a day, or a word that we write ourselves. */
function isOurs(login: string): boolean {
  return (
    /^[\d-]+$/.test(login) || /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/.test(login) || OUR_WORDS.has(login)
  )
}

const OUR_WORDS: ReadonlySet<string> = new Set([
  ...[...ANSWERS, ...DECISION_KINDS, ...LOWER_ROLES, ...POWERS, ...PROPOSAL_STATUSES, ...VERDICTS].flatMap(
    (code) => [code, ...code.split('_')],
  ),
  ...'account accounts admin admins administrator audit audits channel channels cooling day days decision decisions'.split(
    ' ',
  ),
  ...'entry entries exemption exemptions github history key keys leave member members message messages notice'.split(
    ' ',
  ),
  ...'notices operator organisation organization owner owners paused person proposal proposals push question'.split(
    ' ',
  ),
  ...'reason removal removals report repository review reviews role rule rules team teams text texts token'.split(
    ' ',
  ),
  ...'tokens vote votes window a after again all an and any are as asked at be by calendar changed does due for'.split(
    ' ',
  ),
  ...'from has hours in is it its looked made may not nothing of on or out said set started stopped that the their'.split(
    ' ',
  ),
  ...'them they this time to told until was way what which who will with'.split(' '),
])
