/** Names as they are shown: nothing in them can hide, or turn the text around it, and no language loses its letters. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { invisibleShown } from '../../../src/policy/words/invisible.ts'

const BIDI = /\p{Bidi_Control}/u
/** Half of a text are characters that show nothing. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'\u202E\u202D\u2066\u2067\u2068\u2069\u200B\u200C\u200D\u200E\u200F\u061C\uFEFF\u00AD\u2028\u0007\u0000\u3164\u2800\uFE0F',
        '\u{E0041}',
        '\u{E007F}',
        '\u{E0100}',
      ),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''))

describe('a text that is shown', () => {
  it.each([
    ['deploy\u202Eyek', 'deploy‹U+202E›yek'],
    ['core\u200B', 'core‹U+200B›'],
    ['\u2066a\u2067b\u2068c\u2069', '‹U+2066›a‹U+2067›b‹U+2068›c‹U+2069›'],
    ['\uFEFFdocs', '‹U+FEFF›docs'],
    ['bell\u0007 and \u0000', 'bell‹U+0007› and ‹U+0000›'],
    ['A\u{E0041}\u{E007F}', 'A‹U+E0041›‹U+E007F›'],
    ['ad\u200Cmin ad\u200Dmin', 'ad‹U+200C›min ad‹U+200D›min'],
    ['a\u00ADb\u2028c\u2060d\u180Ee', 'a‹U+00AD›b‹U+2028›c‹U+2060›d‹U+180E›e'],
    ['\u3164\u2800\u115F', '‹U+3164›‹U+2800›‹U+115F›'],
    ['data\uFE0F\u{E0100}', 'data‹U+FE0F›‹U+E0100›'],
    ['1\uFE0F', '1‹U+FE0F›'],
    ['🙂\uFE0F\uFE0F', '🙂\uFE0F‹U+FE0F›'],
  ])('shows what would be hidden in %j', (text, shown) => expect(invisibleShown(text)).toBe(shown))

  it.each([
    ['Persian', 'می\u200Cخواهم'],
    ['Hindi', 'क्\u200Dष'],
    ['Sinhala', 'ශ්\u200Dරී'],
    ['Chinese with a variant', '葛\u{E0100}城'],
    ['Hebrew and Arabic', 'שלום مرحبا'],
    ['a family', '👩\u200D👩\u200D👧'],
    ['somebody at a computer', '👩🏽\u200D💻'],
    ['a rainbow', '🏳\uFE0F\u200D🌈'],
    ['a keycap', '1\uFE0F\u20E3'],
    ['a heart', '❤\uFE0F'],
    ['accents', 'Zoë Ångström, é'],
    ['lines', 'one\ttwo\r\nthree'],
    ['nothing', ''],
  ])('leaves %s as it is', (_, text) => expect(invisibleShown(text)).toBe(text))

  it('holds no bare direction mark, whatever comes in, and nothing more happens to it the second time', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = invisibleShown(text)
        expect(shown).not.toMatch(BIDI)
        expect(shown).not.toMatch(/[\u200B\uFEFF\u2028\u2029\u{E0000}-\u{E007F}]|(?![\t\n\r])\p{Cc}/u)
        expect(invisibleShown(shown)).toBe(shown)
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps every character that can be seen, in its order', () => {
    const seen = (text: string) => text.replace(/[\p{C}\p{Default_Ignorable_Code_Point}\p{Z}\u2800]/gu, '')
    fc.assert(
      fc.property(hostile, (text) => {
        const unmarked = invisibleShown(text).replace(/‹U\+[0-9A-F]{4,6}›/g, '')
        expect(seen(unmarked)).toBe(seen(text.replace(/‹U\+[0-9A-F]{4,6}›/g, '')))
      }),
    )
  })
})
