/** The grants of an account to judge, and since when it has them. */
import { expect, test } from 'vitest'
import { type GrantSpan, heldSince } from '../../src/policy/access/held-since.ts'
import { findHolders } from '../../src/register/activity/without-activity.ts'
import { grants } from '../../src/register/schema.ts'
import { fillRegister, LAB, PEOPLE } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

test('an invitation gives no access yet: an account that accepted one yesterday has access since yesterday', async () => {
  const register = await freshRegister()
  await fillRegister(register)
  const nadiaGrant = { orgId: LAB.id, accountId: 77 }
  await register.run("insert into accounts (id, login, type) values (77, 'nadia', 'User')")
  await register.insert(grants).values([
    {
      ...nadiaGrant,
      key: 'repository_invitation:5',
      kind: 'repository_invitation',
      role: 'write',
      firstSeen: '2026-01-05T06:00:00.000Z',
      closedAt: '2026-11-21T06:00:00.000Z',
    },
    {
      ...nadiaGrant,
      key: 'organization_role:77',
      kind: 'organization_role',
      role: 'member',
      firstSeen: '2026-11-21T06:00:00.000Z',
    },
  ])
  const [nadia] = await findHolders(register, LAB.id, PEOPLE.petra, 10, '2026-11-22T06:00:00.000Z')
  expect(nadia?.login).toBe('nadia')
  expect(heldSince(JSON.parse(nadia?.spans ?? '[]') as GrantSpan[])).toMatchObject({
    accessSince: '2026-11-21T06:00:00.000Z',
    roleSince: '2026-11-21T06:00:00.000Z',
  })
})
