/** The evidence report as Markdown, with every name and reason escaped. */

import { invisibleShown } from '../../../policy/words/invisible.ts'
import type { Report } from './editions.ts'
import { LINE_COLUMNS, linesOf, periodOf, STANDING_WORDS, sectionsOf } from './sections.ts'

/** The whole text; `organization` is the name under which it is printed. */
export function markdownOf(organization: string, made: Report): string {
  const { report } = made
  const lines = linesOf(report)
  const text = [
    `# Access review of ${escaped(organization)}, ${report.quarter}`,
    escaped(periodOf(report)),
    ...sectionsOf(made).flatMap(({ heading, sentences }) => [
      `## ${heading}`,
      sentences.map((sentence) => `- ${escaped(sentence)}`).join('\n'),
    ]),
    '## SPEC 6, Keys to the Castle',
    table(
      ['SPEC 6 asks', 'What is checked', 'Met', 'Why'],
      report.spec6.map(({ asks, checked, stands, how }) => [asks, checked, STANDING_WORDS[stands], how]),
    ),
    ...(lines.length === 0 ? [] : ['## Questions', table(LINE_COLUMNS, lines)]),
  ]
  return invisibleShown(`${text.join('\n\n')}\n`)
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  return [line(columns), `|${' --- |'.repeat(columns.length)}`, ...rows.map(line)].join('\n')
}

/** As text on one line: no link, picture, tag, table cell or formatting comes out of a name. */
function escaped(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>()#+!|~&@:]/g, (character) => `\\${character}`)
}
