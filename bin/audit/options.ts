/** What `npm run audit` is asked for, and how to ask. */
import { parseArgs } from 'node:util'
import type { AuditView } from '../../local/api.ts'

export interface Options {
  readonly organization: string | undefined
  readonly json: boolean
  readonly demo: boolean
  readonly world: string | undefined
  /** The new file that keeps GitHub's answers under pseudonyms. */
  readonly record: string | undefined
  /** The file that answers instead of GitHub. */
  readonly answers: string | undefined
  /** The account whose verdict is explained. */
  readonly explain: string | undefined
  /** The export of the organisation's audit log. */
  readonly auditLog: string | undefined
}

export const USAGE = `npm run audit -- ORG [--json] [--explain LOGIN] [--audit-log FILE] [--record FILE]
npm run audit -- --demo [ORG] [--world FILE] [...]
npm run audit -- --answers FILE [--json] [--explain LOGIN]

Reads ORG with the token in GITHUB_TOKEN and prints who can do what, who has not used it, and the credentials.
  --json           the result as JSON on standard output
  --explain LOGIN  instead of the report: facts, gaps and verdict of one account, each with where it comes from
  --audit-log FILE the export of ORG's audit log (JSON or CSV): who joined lately, and whose acts only it shows
  --record FILE    keeps GitHub's answers in a new file, every person, repository and text in it replaced, to attach
                   to a report; everything is read anew for it. Look at it before you show it to anybody
  --answers FILE   replays such a file: nothing is asked of GitHub, and no token is needed
  --demo           reads an invented organisation on this machine; needs no token
  --world FILE     with --demo: another world (fake-github/README.md has the format)
Ends with 0 when the audit is complete, 2 when it is partial (something that could be read was not, and is listed), 1
when it failed. What GitHub shows no personal token is listed too, and makes no audit partial. No colours: NO_COLOR=1.
`

/** What the process ends with, as the usage says. */
export function exitCodeOf(status: AuditView['status']): number {
  switch (status) {
    case 'complete':
      return 0
    case 'partial':
      return 2
    default:
      return 1
  }
}

/** Null where the usage is to be printed: asked for, or nothing sensible was. */
export function optionsOf(args: readonly string[]): {
  readonly options: Options | null
  readonly help: boolean
} {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
      world: { type: 'string' },
      record: { type: 'string' },
      answers: { type: 'string' },
      explain: { type: 'string' },
      'audit-log': { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [organization] = positionals
  const { help, 'audit-log': auditLog, ...asked } = values
  const hasSource = organization !== undefined || asked.demo || asked.answers !== undefined
  if (help || positionals.length > 1 || !hasSource) return { options: null, help }
  if (organization !== undefined && !/^[a-z\d][a-z\d-]*$/i.test(organization))
    throw new Error(`"${organization}" cannot be the name of an organisation, so nothing was read.`)
  if (asked.answers !== undefined && (organization !== undefined || asked.demo || asked.record !== undefined))
    throw new Error(
      'A recording names its organisation itself and is replayed alone, so nothing was read. Leave out ORG, --demo and --record beside --answers.',
    )
  if (auditLog !== undefined && (asked.answers !== undefined || asked.record !== undefined))
    throw new Error(
      'A recording has no real names, so an audit log does not fit to it and nothing was read. Leave out --audit-log beside --record and --answers.',
    )
  return { options: { organization, auditLog, ...asked } as Options, help: false }
}
