/** `npm run verify-history`: verifies every organisation's history against its hashes, its erasures and the register. */
import { parseArgs } from 'node:util'
import { untoldTokens } from '../src/register/history/compare/reconcile.ts'
import type { Ask } from '../src/register/history/compare/register-rows.ts'
import { type Verification, verifyHistoryBy } from '../src/register/history/verify.ts'
import { byWrangler, inFolder } from './verify-history/database.ts'
import { expectationOf, type Organization, unmet } from './verify-history/expectations.ts'

const USAGE = `npm run verify-history [-- --persist FOLDER | --remote] [--expect [ORG=]SEQ:HASH]... [--entry N]

Starts from the organisations: follows the hash chain of each one's history, says where it breaks, which texts are missing
without an erasure, and what the register holds otherwise than the history tells; and prints the chain's head.
  (nothing)          the database of \`wrangler dev\` on this machine
  --persist FOLDER   the database of a Worker that was run with this folder, e.g. .wrangler/audit/ORG
  --remote           the deployed database, with wrangler's own sign-in
  --expect SEQ:HASH  an entry as a message printed it (History: entry SEQ, HASH). It has to be there: a chain that was cut or
                     written anew from its beginning shows in nothing else. May be given several times
  --entry N          prints the hash that this entry has now
Ends with 0 when everything holds; else with 1 and a sentence for each thing that does not.
`

try {
  process.exitCode = await main()
} catch (trouble) {
  process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`)
  process.exitCode = 1
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      persist: { type: 'string' },
      remote: { type: 'boolean', default: false },
      expect: { type: 'string', multiple: true, default: [] },
      entry: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) {
    process.stderr.write(USAGE)
    return 0
  }
  if (values.entry !== undefined && !/^[1-9]\d{0,14}$/.test(values.entry))
    throw new Error('--entry needs a whole number, as the message prints it. Nothing was verified.')
  const expectations = values.expect.map(expectationOf)
  const database =
    values.persist === undefined
      ? byWrangler(values.remote ? '--remote' : '--local')
      : await inFolder(values.persist)
  const { ask } = database
  try {
    const organizations = await findOrganizations(ask)
    const wrong = await verifyAll(ask, organizations)
    for (const expectation of expectations) {
      const sentence = await unmet(ask, organizations, expectation)
      if (sentence !== null) wrong.push(`BROKEN. ${sentence}`)
      else print(`entry ${expectation.seq} is as the message printed it`)
    }
    if (values.entry !== undefined) await tellEntry(ask, organizations, Number(values.entry))
    for (const sentence of wrong) print(sentence)
    return wrong.length === 0 ? 0 : 1
  } finally {
    await database.close()
  }
}

/** Those in the register, closed ones too, and whatever else has a history. */
async function findOrganizations(ask: Ask): Promise<readonly Organization[]> {
  const [organizations] = await ask<[Organization]>([
    `select id, login from organizations union all
      select org_id, 'organisation ' || org_id from (select distinct org_id from history)
      where org_id not in (select id from organizations) order by login`,
  ])
  return organizations
}

/** Prints each organisation whose history holds; returns what is wrong with the others. */
async function verifyAll(ask: Ask, organizations: readonly Organization[]): Promise<string[]> {
  if (organizations.length === 0) {
    return [
      'There is no organisation in this database, so there is nothing to verify. If one was served from it, everything was deleted.',
    ]
  }
  const wrong: string[] = []
  const verified: Verification[] = []
  for (const { id, login } of organizations) {
    const verification = await verifyHistoryBy(ask, id)
    verified.push(verification)
    const sentences = sentencesOf(verification)
    if (verification.ok && sentences.length === 0)
      print(`${login}: ok, ${verification.entries} entries, head ${verification.head?.hash}`)
    wrong.push(...sentences.map((sentence) => `${login}: ${sentence}`))
  }
  return [...wrong, ...(await verifyTokens(ask, verified))]
}

function sentencesOf(verification: Verification): readonly string[] {
  if (!verification.ok) return verification.sentences.map((sentence) => `BROKEN. ${sentence}`)
  if (verification.head === null) {
    return [
      'BROKEN. There is no history. Where the organisation was found within the last hour, the next hourly run begins it; else it was deleted.',
    ]
  }
  if (verification.isCarriedOver) return []
  return [
    `not carried over yet. The chain holds (${verification.entries} entries, head ${verification.head.hash}), but an earlier version wrote its end, whose hash does not cover the organisation: the next hourly run carries it over.`,
  ]
}

/**
 * Tokens belong to no organisation: one that an owner made since all histories would tell it stands in one of them. An owner
 * is who was known as one for a day, so that the audit that found it has ended.
 */
async function verifyTokens(ask: Ask, verified: readonly Verification[]): Promise<readonly string[]> {
  const whole = verified.flatMap((each) => (each.ok && each.tellsSince !== null ? [each] : []))
  const last = whole
    .map(({ tellsSince }) => `${tellsSince}`)
    .sort()
    .at(-1)
  if (last === undefined || whole.length < verified.length) return []
  const [tokens] = await ask<[{ id: string; login: string; at: string }]>([
    `select id, login, created_at as at from api_tokens where exists (select 1 from grants
      join organizations on organizations.id = grants.org_id
      where grants.account_id = api_tokens.account_id and kind = 'organization_role' and role = 'admin'
        and julianday(grants.first_seen) < julianday(created_at) - 1
        and (grants.closed_at is null or julianday(grants.closed_at) > julianday(created_at))
        and (organizations.closed_at is null or julianday(organizations.closed_at) > julianday(created_at)))`,
  ])
  const told = new Set(whole.flatMap((each) => each.tokens))
  return untoldTokens(tokens, told, last).map((sentence) => `BROKEN. ${sentence}`)
}

/** What a message's hash is compared with; told of a broken chain too. */
async function tellEntry(ask: Ask, organizations: readonly Organization[], seq: number): Promise<void> {
  const [entries] = await ask<[{ org: number; hash: string }]>([
    `select org_id as org, hash from history where seq = ${Number(seq)}`,
  ])
  for (const { id, login } of organizations) {
    const hash = entries.find(({ org }) => org === id)?.hash
    print(`${login}: entry ${seq}, ${hash ?? 'there is none'}`)
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
