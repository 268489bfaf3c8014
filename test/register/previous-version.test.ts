/** The previous version of the product works on the newest schema: a new one may be taken back at any time. */

import type { D1Database } from '@cloudflare/workers-types'
import { describe, expect, test } from 'vitest'
import { migrate } from '../../local/migrate.ts'
import { readRules } from '../../src/policy/rules/rules.ts'
import { findOpenGrants } from '../../src/register/access/grants.ts'
import { findVerdicts } from '../../src/register/activity/verdicts.ts'
import { verifyHistory } from '../../src/register/history/history-list.ts'
import { openRegister } from '../../src/register/open.ts'
import { findServedOrganizations } from '../../src/register/organizations.ts'
import { findDecisions } from '../../src/register/reviews/decisions.ts'
import { findUnfinishedProposals } from '../../src/register/reviews/proposals.ts'
import { rewriteOldMoments } from '../../src/register/schema/old-moments.ts'
import { previous, sendPrevious } from '../fixtures/register/previous-version.ts'
import { emptyDatabase } from '../fixtures/register/register.ts'

/** What this version reads of it. */
async function known(database: D1Database) {
  const register = openRegister(database)
  const [organization] = await findServedOrganizations(register)
  if (organization === undefined) throw new Error('No organisation is known.')
  const proposals = await findUnfinishedProposals(register, organization.id)
  const all = await register.query.proposals.findMany()
  return {
    organization: organization.login,
    rules: readRules(organization.rules),
    grants: await findOpenGrants(register, organization.id),
    verdicts: await findVerdicts(register, organization.id),
    proposals,
    decisions: await Promise.all(all.map(({ id }) => findDecisions(register, id))),
    revocations: await register.query.revocations.findMany(),
    history: await verifyHistory(register, organization.id),
  }
}

describe('what the previous version reads and writes', () => {
  test('works on the newest schema, and this version reads it', async () => {
    const database = emptyDatabase()
    await migrate(database)
    await sendPrevious(database)
    const { organization, rules, grants, verdicts, decisions, revocations, history } = await known(database)
    expect(organization).toBe('lichen-lab')
    expect(rules).toMatchObject({ noticeDays: 0, coolingHours: 0, reviewEvery: 'quarter' })
    expect(grants.length).toBeGreaterThan(10)
    expect(verdicts.size).toBeGreaterThan(5)
    expect(decisions.flat().map(({ decision }) => decision)).toEqual(
      expect.arrayContaining(['revoke', 'keep']),
    )
    expect(revocations).toHaveLength(1)
    expect(history).toMatchObject({ ok: true })
  })

  test('is the same after the migration as if it had been written on the newest schema', async () => {
    const [before, after] = [emptyDatabase(), emptyDatabase()]
    await migrate(before, previous.migration)
    await sendPrevious(before)
    await migrate(before)
    await migrate(after)
    await sendPrevious(after)
    // What it writes after the migration gets this version's form of moments in the first hour of the next day.
    await rewriteOldMoments(openRegister(after), '2026-12-01T00:05:00.000Z')
    expect(await known(before)).toEqual(await known(after))
  })
})
