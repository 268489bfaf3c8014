/** The command that verifies the history: whatever is forged, cut or deleted ends with 1 and a sentence that says what. */

import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../../local/bundle.ts'
import { findHistoryHead, recordChange } from '../../src/register/history/history.ts'
import type { Register } from '../../src/register/open.ts'
import { decisions, organizations, proposals } from '../../src/register/schema.ts'
import { openReview } from '../../src/review.ts'
import { dropTriggers, inFolder } from '../fixtures/register/history-file.ts'
import { aPlatform, fillRegister, LAB, mara, NOW } from '../fixtures/register/organization.ts'
import { recordPrevious } from '../fixtures/register/previous-history.ts'

/** A process or two each, which build or read the bundle: slow where others share the processor. */
const SLOW = 120_000

const MOSS = 7002
let folder: string
/** What a message printed of lichen-lab's history: `SEQ:HASH`. */
let printed: string
/** The first decision's row. */
const DECISION = 'decision-of-felix'

/** Two organisations; in the review of one of them an owner has decided twice. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'history-'))
  await inFolder(folder, async (register) => {
    await fillRegister(register)
    await register
      .insert(organizations)
      .values({ id: MOSS, login: 'moss-lab', nodeId: 'O_moss', firstSeen: NOW })
    for (const sentence of ['one', 'two', 'three', 'four', 'five']) await tell(register, MOSS, sentence)
    await openReview(aPlatform(register), LAB, mara, NOW)
    const [first, second] = await register.select().from(proposals).orderBy(proposals.subjectKey)
    await decideOn(register, first?.id ?? '', DECISION)
    await decideOn(register, second?.id ?? '', 'decision-of-dora')
    for (const sentence of ['one', 'two']) await tell(register, LAB.id, sentence)
    const head = await findHistoryHead(register, LAB.id)
    printed = `${head?.seq}:${head?.hash}`
  })
}, SLOW)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('what holds ends with 0', () => {
  test(
    'with the head of each organisation, and the entry that a message printed',
    async () => {
      const [, hash] = printed.split(':')
      const { code, stdout } = await verifyHistory(folder, '--expect', printed, '--entry', '5')
      expect(stdout).toContain(`lichen-lab: ok, 5 entries, head ${hash}\n`)
      expect(stdout).toMatch(/^moss-lab: ok, 5 entries, head [0-9a-f]{64}$/m)
      expect(stdout).toContain('entry 5 is as the message printed it\n')
      expect(stdout).toContain(`lichen-lab: entry 5, ${hash}\n`)
      expect(code).toBe(0)
      expect((await verifyHistory(folder, '--expect', `Lichen-Lab=${printed}`)).code).toBe(0)
    },
    SLOW,
  )

  test(
    'a chain of the previous version holds, but ends with 1 until it is carried over',
    async () => {
      const { code, stdout } = await afterwards(async (register) => {
        await recordPrevious(register, MOSS, 'six')
      })
      expect(stdout).toMatch(
        /^moss-lab: not carried over yet\. The chain holds \(6 entries, head [0-9a-f]{64}\)/m,
      )
      expect(stdout).toContain('the next hourly run carries it over')
      expect(stdout).not.toContain('BROKEN')
      expect(code).toBe(1)
    },
    SLOW,
  )
})

describe('SECURITY.md, row 11: what is forged, cut or deleted is said, and ends with 1', () => {
  const SHOWS: readonly (readonly [string, string, (register: Register) => Promise<unknown>])[] = [
    [
      'the texts of all decisions deleted',
      'lichen-lab: BROKEN. The text of entry 2 is missing, and no entry says that it was erased. 1 later entry has none either.',
      (register) =>
        register.run(
          sql`delete from history_texts where ref in (select ref from history where act = 'decided')`,
        ),
    ],
    [
      'all texts deleted',
      'moss-lab: BROKEN. The text of entry 1 is missing, and no entry says that it was erased. 4 later entries have none either.',
      (register) => register.run(sql`delete from history_texts`),
    ],
    [
      'the chains of two organisations exchanged',
      'lichen-lab: BROKEN. Entry 1 was changed, or belongs to another organisation: its hash does not fit its content.',
      async (register) => {
        for (const table of ['history', 'history_texts']) {
          for (const [from, to] of [
            [LAB.id, 1],
            [MOSS, LAB.id],
            [1, MOSS],
          ])
            await register.run(sql.raw(`update ${table} set org_id = ${to} where org_id = ${from}`))
        }
      },
    ],
    [
      'the tail cut, given the head that a message printed',
      'BROKEN. There is no entry 5 in any history: what a message printed as its end was cut off.',
      async (register) => {
        await register.run(sql`delete from history_texts
          where ref in (select ref from history where seq = 5)`)
        await register.run(sql`delete from history where seq = 5`)
      },
    ],
    [
      'one organisation’s history deleted',
      'moss-lab: BROKEN. There is no history.',
      async (register) => {
        await register.run(sql`delete from history where org_id = ${MOSS}`)
        await register.run(sql`delete from history_texts where org_id = ${MOSS}`)
      },
    ],
    [
      'everything deleted',
      'There is no organisation in this database, so there is nothing to verify.',
      async (register) => {
        for (const table of [
          'history',
          'history_texts',
          'decisions',
          'proposals',
          'reviews',
          'organizations',
        ])
          await register.run(sql.raw(`delete from ${table}`))
      },
    ],
    [
      'a text forged',
      'lichen-lab: BROKEN. The text of entry 1 was changed: it does not fit the digest in the chain.',
      (register) => register.run(sql`update history_texts set text = replace(text, 'mara', 'teo')`),
    ],
    [
      'a whole history written anew, given the head that a message printed',
      'BROKEN. Entry 5 has another hash in the history of lichen-lab than a message printed',
      async (register) => {
        await register.run(sql`delete from decisions`)
        await register.run(sql`delete from history where org_id = ${LAB.id}`)
        await register.run(sql`delete from history_texts where org_id = ${LAB.id}`)
        for (const n of [1, 2, 3, 4, 5]) await tell(register, LAB.id, `forged ${n}`)
      },
    ],
    [
      'a decision put in the register alone',
      'lichen-lab: BROKEN. The register has decision made-up, of which no entry tells.',
      (register) =>
        register.run(sql`insert into decisions
          select 'made-up', proposal_id, 'person:2', "by", decision, reason, until, role, plan, at, null, null, null, null, null
          from decisions where id = ${DECISION}`),
    ],
    [
      'a decision changed',
      `lichen-lab: BROKEN. The register has decision ${DECISION} otherwise than entry 2 tells it.`,
      (register) => register.run(sql`update decisions set decision = 'keep' where id = ${DECISION}`),
    ],
    [
      'a decision deleted',
      `lichen-lab: BROKEN. Entry 2 tells of decision ${DECISION}, which the register does not have.`,
      (register) => register.run(sql`delete from decisions where id = ${DECISION}`),
    ],
    [
      'an owner’s token put in the register alone',
      'BROKEN. The register has token made-up of mara, of which no history tells.',
      (register) =>
        register.run(sql`insert into api_tokens (id, token_hash, name, account_id, login, scope, created_at, expires_at)
          values ('made-up', 'hash', 'nightly', 1, 'mara', 'decide', '2026-11-24T06:00:00.000Z', '2027-01-01T06:00:00.000Z')`),
    ],
  ]

  test.each(SHOWS)(
    '%s',
    async (_, sentence, tamper) => {
      const { code, stdout } = await afterwards(async (register) => {
        await dropTriggers(register)
        await tamper(register)
      })
      expect(stdout).toContain(sentence)
      expect(code).toBe(1)
    },
    SLOW,
  )
})

describe('what it cannot do is one clear sentence', () => {
  test.each([
    [['--persist', join(tmpdir(), 'nowhere')], 'There is no folder'],
    [['--entry', 'x'], '--entry needs a whole number'],
    [['--expect', '5'], '--expect needs SEQ:HASH or ORG=SEQ:HASH'],
  ])('%j', async (args, sentence) => {
    const { code, stderr } = await run(args)
    expect(stderr).toContain(sentence)
    expect(code).toBe(1)
  })
})

const tell = (register: Register, org: number, sentence: string) =>
  recordChange(register, org, null, { at: NOW, act: 'told', actor: { kind: 'calendar' }, sentence })

/** A decision with its entry, as an owner's answer writes them. */
function decideOn(register: Register, proposalId: string, id: string) {
  return recordChange(
    register,
    LAB.id,
    register.insert(decisions).values({
      ...{ id, proposalId, voter: 'person:1', by: mara, decision: 'revoke', reason: 'Away.', plan: [] },
      at: NOW,
    }),
    {
      ...{ at: NOW, act: 'decided', actor: mara, sentence: 'Decided: revoke.' },
      facts: { proposal: proposalId, decision: id, kind: 'revoke', until: null, role: null },
    },
  )
}

/** What the command says after somebody has been in a copy of the database. Messages printed `printed` before. */
async function afterwards(work: (register: Register) => Promise<unknown>) {
  const copy = await mkdtemp(join(tmpdir(), 'history-'))
  try {
    await cp(folder, copy, { recursive: true })
    await inFolder(copy, async (register) => {
      await work(register)
    })
    return await verifyHistory(copy, '--expect', `${printed}`, '--expect', `lichen-lab=${printed}`)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

const verifyHistory = (persist: string, ...args: string[]) => run(['--persist', persist, ...args])

async function run(args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    const told = await promisify(execFile)(process.execPath, ['bin/verify-history.ts', ...args], {
      cwd: projectRoot,
    })
    return { code: 0, ...told }
  } catch (error) {
    // What execFile rejects with where the command ends with another code than 0.
    return error as { code: number; stdout: string; stderr: string }
  }
}
