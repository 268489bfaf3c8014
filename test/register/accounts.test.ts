/** What is known of an account stays known, whichever page names it next. */

import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { SeenAccount } from '../../src/policy/words.ts'
import { accountsStatement } from '../../src/register/access/accounts.ts'
import { type Register, together } from '../../src/register/open.ts'
import { accounts } from '../../src/register/schema.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const whole: SeenAccount = {
  id: 3,
  login: 'felix',
  nodeId: 'U_felix',
  type: 'User',
  name: 'Felix Moreau',
  createdAt: '2014-03-01T00:00:00.000Z',
}

let register: Register

const shown = (account: SeenAccount) => together(register, [accountsStatement(register, [account])])
const known = () => register.select().from(accounts).where(eq(accounts.id, whole.id)).get()

beforeEach(async () => {
  register = await freshRegister()
  await shown(whole)
})

describe('a page that does not show everything of an account', () => {
  test.each([
    ['node id', 'nodeId'],
    ['name', 'name'],
    ['creation date', 'createdAt'],
  ] as const)('leaves its %s as it was known', async (_, field) => {
    await shown({ ...whole, login: 'felix-now', [field]: null })
    expect(await known()).toEqual({ ...whole, login: 'felix-now' })
  })

  test('changes nothing where it shows nothing but the login', async () => {
    await shown({ ...whole, nodeId: null, name: null, createdAt: null })
    expect(await known()).toEqual(whole)
  })
})

test('a page that shows something else is believed', async () => {
  const renamed: SeenAccount = { ...whole, login: 'felix-now', name: 'Felix M.', nodeId: 'U_new' }
  await shown(renamed)
  expect(await known()).toEqual(renamed)
})
