/** `npm run audit -- ORG`: one real audit from the terminal, by the same Worker on a local database. */
import { randomBytes } from 'node:crypto'
import { type AccountRow, type AuditView, ask, askAll, type CredentialRow } from '../local/api.ts'
import { audited } from '../local/one-audit.ts'
import { type RunningWorker, runWorker } from '../local/worker.ts'
import { invisibleShown } from '../src/policy/words/invisible.ts'
import { auditedWithLog, exportIn } from './audit/audit-log.ts'
import { leftBehind, type Place, placeFor } from './audit/database-folder.ts'
import { type Explained, explanationOf } from './audit/explanation.ts'
import { exitCodeOf, type Options, optionsOf, USAGE } from './audit/options.ts'
import { progressOn } from './audit/progress.ts'
import { recorded } from './audit/recording/recorder.ts'
import { mustBeNew } from './audit/recording/recording-file.ts'
import { sourceFromRecording } from './audit/recording/replay.ts'
import { paperOf } from './audit/report/columns.ts'
import { strengthsOf } from './audit/report/powers.ts'
import { reportOf } from './audit/report/report.ts'
import { openFakeGitHub, type Source, sourceFromEnvironment } from './audit/source.ts'

try {
  process.exitCode = await main()
} catch (trouble) {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { options, help } = optionsOf(process.argv.slice(2))
  if (options === null) {
    process.stderr.write(USAGE)
    return help ? 0 : 1
  }
  if (options.record !== undefined) mustBeNew(options.record)
  const source = await sourceOf(options)
  const place = source.keep ? await placeFor(source.organization) : null
  try {
    return await auditFrom(source, place, options)
  } finally {
    await Promise.all([source.close(), place?.leave()])
  }
}

async function sourceOf({ organization, demo, world, record, answers, explain }: Options): Promise<Source> {
  if (answers !== undefined) return sourceFromRecording(answers)
  const source = demo
    ? await openFakeGitHub(organization, world)
    : await sourceFromEnvironment(organization ?? '')
  return record === undefined ? source : recorded(source, record, explain)
}

async function auditFrom(source: Source, place: Place | null, options: Options): Promise<number> {
  const log = options.auditLog === undefined ? null : exportIn(options.auditLog)
  const token = randomBytes(24).toString('base64url')
  const worker = await runWorker({
    ...(place === null ? {} : { persist: place.folder }),
    vars: {
      ...source.vars,
      ORGANIZATIONS: source.organization,
      REHEARSAL: 'true',
      API_TOKEN: token,
      API_TOKEN_SCOPE: 'full',
      SESSION_SECRET: randomBytes(32).toString('base64url'),
    },
  })
  try {
    await leftBehind(await worker.database(), source.now)
    const progress = progressOn(process.stderr)
    const auditOnce = async () => {
      await worker.scheduled(source.now)
      const ended = await audited(worker, token, source.organization, progress.show)
      progress.end()
      return ended
    }
    const audit =
      log === null
        ? await auditOnce()
        : await auditedWithLog(worker, token, source.organization, log, auditOnce)
    if (audit.status === 'failed') return failed(source, audit)
    process.stdout.write(await resultOf(source.organization, audit, options, worker, token))
    return exitCodeOf(audit.status)
  } finally {
    await worker.close()
  }
}

/** As JSON, as the explanation of one account, or as the report of all. What shows nothing is marked in each. */
async function resultOf(
  organization: string,
  audit: AuditView,
  { json, explain }: Options,
  worker: RunningWorker,
  token: string,
): Promise<string> {
  const path = `/api/orgs/${organization}`
  const account =
    explain === undefined
      ? undefined
      : await ask<Explained>(worker, token, `${path}/accounts/${encodeURIComponent(explain)}`)
  if (account !== undefined && !json) return invisibleShown(explanationOf(organization, account))
  const accounts = await askAll<AccountRow>(worker, token, `${path}/accounts`)
  const credentials = await askAll<CredentialRow>(worker, token, `${path}/credentials`)
  if (json)
    return invisibleShown(
      `${JSON.stringify({ organization, audit, accounts, credentials, account }, null, 2)}\n`,
    )
  const strengthOf = await strengthsOf(await worker.database(), organization)
  const people = accounts.map((each) => ({ ...each, ...strengthOf(each.id) }))
  return reportOf(paperOf(process.stdout, process.env), { organization, audit, people, credentials })
}

function failed(source: Source, audit: AuditView): number {
  const why =
    audit.failure ?? `The audit of ${source.organization} failed. What was known before is unchanged.`
  process.stderr.write(`${why}\n`)
  return exitCodeOf(audit.status)
}
