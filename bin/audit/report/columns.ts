/** Lays text out for a terminal: columns that fit a width, long sentences over several lines, colour where it is wanted. */
import { styleText } from 'node:util'
import { invisibleShown } from '../../../src/policy/words/invisible.ts'

/** How a text is to look; every colour stands beside the word that it colours. */
export type Style = 'red' | 'green' | 'yellow' | 'cyan' | 'bold' | 'dim'

/** A text with its look. */
export interface Cell {
  readonly text: string
  readonly style?: Style
  /** Numbers stand to the right. */
  readonly right?: true
}

/** How wide a line may be, and whether it may have colours. */
export interface Paper {
  readonly columns: number
  readonly colours: boolean
}

/** The most columns that a result takes. */
const MOST_COLUMNS = 100
/** A narrower terminal breaks the lines itself. */
const LEAST_COLUMNS = 60

/** What standard output is like: no colours into a file, nor where NO_COLOR or the terminal says no. */
export function paperOf(
  stream: { isTTY?: boolean; columns?: number; hasColors?: (env: object) => boolean },
  env: Readonly<Record<string, string | undefined>>,
): Paper {
  const columns = Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, stream.columns ?? MOST_COLUMNS))
  const refuses = (env.NO_COLOR ?? '') !== ''
  return { columns, colours: stream.isTTY === true && !refuses && stream.hasColors?.(env) === true }
}

/** Rows whose columns stand below each other. What is too long for its column, or for the last one's rest of the line, is cut. */
export function rowsOn(
  paper: Paper,
  widest: readonly number[],
  rows: readonly (readonly Cell[])[],
): readonly string[] {
  const clean = rows.map((row) => row.map((cell) => ({ ...cell, text: cleaned(cell.text) })))
  const widths = widest.map((most, column) =>
    Math.min(most, Math.max(0, ...clean.map((row) => widthOf(row[column]?.text ?? '')))),
  )
  return clean.map((row) => {
    let left = paper.columns - INDENT.length
    const cells = row.map((cell, column) => {
      const width = Math.max(0, Math.min(widths[column] ?? 0, left))
      left -= width + GAP.length
      const text = cut(cell.text, width)
      const space = ' '.repeat(width - widthOf(text))
      const painted = paint(paper, text, cell.style)
      return cell.right ? `${space}${painted}` : `${painted}${space}`
    })
    return `${INDENT}${cells.join(GAP)}`.trimEnd()
  })
}

const INDENT = '  '
const GAP = '  '

/** A sentence over as many lines as it needs, each behind the same indent. A word that is longer than a line is broken. */
export function sentenceOn(paper: Paper, indent: number, sentence: string, style?: Style): readonly string[] {
  const room = paper.columns - indent
  const lines: string[] = []
  let line = ''
  for (const word of cleaned(sentence)
    .split(' ')
    .flatMap((each) => piecesOf(each, room))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > room) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => `${' '.repeat(indent)}${paint(paper, each, style)}`)
}

export function paint({ colours }: Paper, text: string, style: Style | undefined): string {
  return colours && style !== undefined && text !== ''
    ? styleText(style, text, { validateStream: false })
    : text
}

/** On one line, with a mark for whatever shows nothing: a name cannot move the cursor. */
function cleaned(text: string): string {
  return invisibleShown(text.replace(/\s+/g, ' '))
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  return `${startOf(text, width - 1)}${width > 0 ? '…' : ''}`
}

function piecesOf(word: string, room: number): string[] {
  const pieces: string[] = []
  for (let rest = word; rest !== ''; ) {
    const piece = startOf(rest, room)
    pieces.push(piece)
    rest = rest.slice(piece.length)
  }
  return pieces
}

/** As much of the text as fits. */
function startOf(text: string, width: number): string {
  let [start, used] = ['', 0]
  for (const { segment } of LETTERS.segment(text)) {
    used += letterWidth(segment)
    if (used > width) break
    start += segment
  }
  return start
}

/** How many columns a terminal gives a text: Chinese, Japanese and Korean letters and emoji take two. */
export function widthOf(text: string): number {
  return [...LETTERS.segment(text)].reduce((sum, { segment }) => sum + letterWidth(segment), 0)
}

const LETTERS = new Intl.Segmenter('en')

function letterWidth(letter: string): number {
  return WIDE.test(letter) ? 2 : 1
}

const WIDE =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303F\uFF01-\uFF60]|\uFE0F/u
