/** Makes characters visible that show nothing, or turn the text around them: `‹U+202E›` stands for each. */

/**
 * The text with a mark for every character that has no shape of its own: control and format characters, direction marks,
 * variation selectors, tags, line and paragraph separators, blank letters. Tab and line breaks stay; so do joiners inside
 * an emoji and between letters of a script that is written with them (Persian, Hindi…), and the selector that follows an
 * emoji or a Chinese character, because names are written so. A flag made of tags (England's) shows its tags.
 */
export function invisibleShown(text: string): string {
  // A whole page goes through here, and nearly all of it is plain: only what is not is looked up in Unicode's list.
  return text.replace(NOT_PLAIN, (run: string, from: number, whole: string) =>
    run.replace(INVISIBLE, (character: string, within: number) => {
      const at = from + within
      const before = whole.slice(Math.max(0, at - LONGEST_NEIGHBOUR), at)
      const after = whole.slice(at + character.length, at + character.length + LONGEST_NEIGHBOUR)
      return isWrittenSo(character, before, after) ? character : mark(character)
    }),
  )
}

/**
 * Runs of everything but ASCII's visible characters, the space, tab and line breaks, and the signs that the pages
 * themselves are full of. By code units, which is quicker; a pair stays in one run.
 */
const NOT_PLAIN = /[^\t\n\r -~·–—‘’“”…→✕−]+/g

/** Unicode's own list of what shows nothing, and what it leaves out: controls, separators, the blank of Braille, annotations. */
const INVISIBLE =
  /[[\p{Cc}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Bidi_Control}\u2800\uFFF9-\uFFFB]--[\t\n\r]]/gv

/** An emoji's modifier and its selector, in UTF-16 units. */
const LONGEST_NEIGHBOUR = 4

function isWrittenSo(character: string, before: string, after: string): boolean {
  switch (character) {
    case NON_JOINER:
      return JOINING_BEFORE.test(before) && JOINING_AFTER.test(after)
    case JOINER:
      return (
        (JOINING_BEFORE.test(before) && JOINING_AFTER.test(after)) ||
        (EMOJI_BEFORE.test(before) && EMOJI_AFTER.test(after))
      )
    case TEXT_STYLE:
    case EMOJI_STYLE:
      return SYMBOL_BEFORE.test(before) || (KEY_BEFORE.test(before) && after.startsWith(KEYCAP))
    default:
      return IDEOGRAPH_SELECTOR.test(character) && IDEOGRAPH_BEFORE.test(before)
  }
}

function mark(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `‹U+${code}›`
}

const NON_JOINER = '\u200C'
const JOINER = '\u200D'
const TEXT_STYLE = '\uFE0E'
const EMOJI_STYLE = '\uFE0F'
const KEYCAP = '\u20E3'

/** Letters and marks of the scripts in which joiners change how a word looks. Latin is none: there they only hide. */
const SCRIPTS = 'Arab Syrc Mong Nkoo Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt'
  .split(' ')
  .map((script) => String.raw`\p{Script_Extensions=${script}}`)
  .join('')
const JOINING = String.raw`(?=[\p{L}\p{M}])[${SCRIPTS}]`
const JOINING_BEFORE = new RegExp(`${JOINING}$`, 'u')
const JOINING_AFTER = new RegExp(`^${JOINING}`, 'u')

const EMOJI_BEFORE = /(?:\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})$/u
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u
const SYMBOL_BEFORE = /\p{Extended_Pictographic}$/u
const KEY_BEFORE = /[0-9#*]$/
const IDEOGRAPH_SELECTOR = /^[\uFE00-\uFE02\u{E0100}-\u{E01EF}]$/u
const IDEOGRAPH_BEFORE = /\p{Script=Han}$/u
