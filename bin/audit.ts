/** `npm run audit -- ORG`: one real audit from the terminal, by the same Worker on a local database. */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { type AccountRow, type AuditView, askAll } from '../local/api.ts'
import { audited } from '../local/one-audit.ts'
import { runWorker } from '../local/worker.ts'
import { leftBehind, type Place, placeFor } from './audit/database-folder.ts'
import { progressOn } from './audit/progress.ts'
import { openFakeGitHub, type Source, sourceFromEnvironment } from './audit/source.ts'
import { tableOf } from './audit/table.ts'

const USAGE = `npm run audit -- ORG [--json] [--demo [--world FILE]]

Reads ORG with the token in GITHUB_TOKEN and prints who has not used their access.
  --json         the result as JSON on standard output
  --demo         reads an invented organisation on this machine; needs no token
  --world FILE   with --demo: another world (fake-github/README.md has the format)
Ends with 0 when everything could be read, 2 when something could not, 1 when the audit failed.
`

try {
  process.exitCode = await main()
} catch (trouble) {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      demo: { type: 'boolean', default: false },
      world: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [organization] = positionals
  if (values.help || positionals.length > 1 || (organization === undefined && !values.demo)) {
    process.stderr.write(USAGE)
    return values.help ? 0 : 1
  }
  if (organization !== undefined && !/^[a-z\d][a-z\d-]*$/i.test(organization))
    throw new Error(`"${organization}" cannot be the name of an organisation, so nothing was read.`)
  const source = values.demo
    ? await openFakeGitHub(organization, values.world)
    : await sourceFromEnvironment(organization ?? '')
  const place = source.keep ? await placeFor(source.organization) : null
  try {
    return await auditFrom(source, place, values.json)
  } finally {
    await Promise.all([source.close(), place?.leave()])
  }
}

async function auditFrom(source: Source, place: Place | null, json: boolean): Promise<number> {
  const token = randomBytes(24).toString('base64url')
  const worker = await runWorker({
    ...(place === null ? {} : { persist: place.folder }),
    vars: {
      ...source.vars,
      ORGANIZATIONS: source.organization,
      REHEARSAL: 'true',
      API_TOKEN: token,
      SESSION_SECRET: randomBytes(32).toString('base64url'),
    },
  })
  try {
    await leftBehind(await worker.database(), source.now)
    await worker.scheduled(source.now)
    const progress = progressOn(process.stderr)
    const audit = await audited(worker, token, source.organization, progress.show)
    progress.end()
    if (audit.status === 'failed') return failed(source, audit)
    const path = `/api/orgs/${source.organization}`
    const accounts = await askAll<AccountRow>(worker, token, `${path}/accounts`)
    const credentials = json ? await askAll(worker, token, `${path}/credentials`) : []
    const result = { organization: source.organization, audit, accounts, credentials }
    process.stdout.write(
      json ? `${JSON.stringify(result, null, 2)}\n` : tableOf(source.organization, audit, accounts),
    )
    return audit.status === 'complete' ? 0 : 2
  } finally {
    await worker.close()
  }
}

function failed(source: Source, audit: AuditView): number {
  const why =
    audit.failure ?? `The audit of ${source.organization} failed. What was known before is unchanged.`
  process.stderr.write(`${why}\n`)
  return 1
}
