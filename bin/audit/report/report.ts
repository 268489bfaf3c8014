/** Prints an audit for people: the totals first, who can do most next, then credentials and what could not be read. */
import type { AuditView, CredentialRow } from '../../../local/api.ts'
import { printedDay } from '../../../src/policy/calendar.ts'
import { type Paper, paint, sentenceOn } from './columns.ts'
import { credentialsOn } from './credentials.ts'
import { peopleOn } from './people.ts'
import type { Person } from './powers.ts'
import { totalsOn } from './totals.ts'
import { unreadOn } from './unread.ts'

/** What was found. */
export interface Found {
  readonly organization: string
  readonly audit: AuditView
  readonly people: readonly Person[]
  readonly credentials: readonly CredentialRow[]
}

/** The whole answer as text for a terminal. */
export function reportOf(paper: Paper, { organization, audit, people, credentials }: Found): string {
  const { requests } = audit
  const sections = [
    [
      paint(paper, `${organization} as of ${printedDay(audit.asOf)}: audit ${audit.status}`, 'bold'),
      '',
      ...totalsOn(paper, people, credentials),
    ],
    ...peopleOn(paper, people),
    credentialsOn(paper, credentials),
    unreadOn(paper, audit),
    sentenceOn(
      paper,
      0,
      `${requests.rest} REST and ${requests.graphql} GraphQL requests (${requests.graphqlPoints} points).`,
      'dim',
    ),
  ]
  const texts = sections.filter((lines) => lines.length > 0).map((lines) => lines.join('\n'))
  return `${texts.join('\n\n')}\n`
}
