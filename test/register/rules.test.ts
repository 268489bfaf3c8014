/** Every change of the rules is a version: by whom, from when, and never changed again. */

import { expect, test } from 'vitest'
import { DEFAULT_RULES } from '../../src/policy/rules/rules.ts'
import type { Instant } from '../../src/policy/words.ts'
import { findOrganizationById } from '../../src/register/organizations.ts'
import { findRuleVersions, replaceRules } from '../../src/register/rules/rule-versions.ts'
import { ruleVersions } from '../../src/register/schema.ts'
import { fillRegister, LAB, mara, NOW } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const LATER = '2026-11-23T06:00:00.000Z'
const rules = { ...DEFAULT_RULES, noticeDays: 21, reviewEvery: 'year' } as const
const byMara = (at: Instant) => ({ by: mara, at, sentence: 'mara changed the rules.', facts: {} })

async function changed() {
  const register = await freshRegister()
  await fillRegister(register, null)
  expect(await replaceRules(register, { id: LAB.id, version: 0 }, rules, byMara(NOW))).toBe(true)
  return register
}

test('a change is kept with who made it and from when it holds; the rules that hold are the newest', async () => {
  const register = await changed()
  await replaceRules(register, { id: LAB.id, version: 1 }, { ...rules, noticeDays: 7 }, byMara(LATER))
  expect(await register.select().from(ruleVersions)).toMatchObject([
    { orgId: LAB.id, version: 1, by: mara, at: NOW },
    { orgId: LAB.id, version: 2, by: mara, at: LATER },
  ])
  expect((await findRuleVersions(register, LAB.id)).map(({ rules }) => rules.noticeDays)).toEqual([21, 7])
  const organization = await findOrganizationById(register, LAB.id)
  expect(JSON.parse(organization?.rules ?? '')).toMatchObject({ noticeDays: 7, reviewEvery: 'year' })
})

test('a change that came too late leaves no version', async () => {
  const register = await changed()
  expect(await replaceRules(register, { id: LAB.id, version: 0 }, rules, byMara(LATER))).toBe(false)
  expect(await findRuleVersions(register, LAB.id)).toHaveLength(1)
})

test('no version is changed or removed', async () => {
  const register = await changed()
  await expect(register.run("update rule_versions set rules = '{}'")).rejects.toThrow()
  await expect(register.run('delete from rule_versions')).rejects.toThrow()
  expect(await findRuleVersions(register, LAB.id)).toMatchObject([{ at: NOW }])
})

test('the previous version of the product reads the rules without what it does not know, and what it writes counts', async () => {
  const register = await changed()
  const [row] = await register.all<{ rules: string }>(`select rules from organizations where id = ${LAB.id}`)
  expect(Object.keys(JSON.parse(row?.rules ?? '')).sort()).toEqual(
    [
      'channels',
      'coolingHours',
      'emeritusTeam',
      'exemptions',
      'noticeDays',
      'public',
      'removalBudget',
      'reviewDueDays',
      'sponsors',
      'windowMonths',
    ].sort(),
  )
  const by = { id: 1, login: 'mara' }
  const until = '2027-01-01T00:00:00.000Z' as const
  const entries = {
    exemptions: [{ login: 'felix', id: 3, reason: 'leave', until, by }],
    sponsors: [{ login: 'bot', id: 9, sponsor: 'mara', until, by }],
  }
  await replaceRules(register, { id: LAB.id, version: 1 }, { ...rules, ...entries }, byMara(LATER))
  const [entered] = await register.all<{ rules: string }>(
    `select rules from organizations where id = ${LAB.id}`,
  )
  expect(JSON.parse(entered?.rules ?? '')).toMatchObject({
    exemptions: [{ login: 'felix', id: 3, reason: 'leave', until }],
    sponsors: [{ login: 'bot', sponsor: 'mara' }],
  })
  expect(entered?.rules).not.toContain('"by"')
  expect(Object.keys(JSON.parse(entered?.rules ?? '').sponsors[0])).toEqual(['login', 'sponsor'])
  await register.run(
    `update organizations set rules = '{"noticeDays":30}', rules_version = 3 where id = ${LAB.id}`,
  )
  expect((await findOrganizationById(register, LAB.id))?.rules).toBe('{"noticeDays":30}')
})
