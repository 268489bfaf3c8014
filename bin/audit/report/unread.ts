/** What the audit could not read, and whether somebody's verdict waits for it. */
import type { AuditView } from '../../../local/api.ts'
import { decides } from '../../../src/policy/verdict/coverage.ts'
import { NEVER_READ_SOURCES } from '../../../src/policy/words.ts'
import { type Paper, paint, sentenceOn } from './columns.ts'

type Unread = AuditView['coverage'][number]

export function unreadOn(paper: Paper, { coverage }: AuditView): readonly string[] {
  const unread = coverage.filter(({ complete }) => !complete)
  const never = unread.filter(isNeverRead)
  const others = unread.filter((source) => !isNeverRead(source))
  return [
    ...listOn(
      paper,
      'Not read in full; whom these could have shown to be active is unknown, not inactive',
      others.filter(isDeciding),
    ),
    ...listOn(
      paper,
      "Not read in full; nobody's verdict waits for these",
      others.filter((source) => !isDeciding(source)),
    ),
    ...(never.length === 0
      ? []
      : sentenceOn(paper, 0, `Not read by this version: ${never.map(wordsOf).join(', ')}.`)),
  ]
}

function listOn(paper: Paper, heading: string, sources: readonly Unread[]): readonly string[] {
  if (sources.length === 0) return []
  return [
    paint(paper, heading, 'bold'),
    ...sources.flatMap((source) => {
      const [first = '', ...rest] = sentenceOn(
        paper,
        4,
        `${wordsOf(source)}: ${source.reason ?? 'no reason given'}`,
      )
      return [first.slice(2), ...rest]
    }),
  ]
}

function wordsOf({ source }: Unread): string {
  return source.replaceAll('_', ' ')
}

function isNeverRead({ source }: Unread): boolean {
  return NEVER_READ_SOURCES.some((never) => never === source)
}

function isDeciding({ source }: Unread): boolean {
  return decides(source)
}
