/** Story of a Worker that was deployed without its migrations: it does nothing, and says what to do. */

import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  small.organization('guild')
  chatelaine = await startChatelaine({ world: small.world() })
}, 60_000)

afterAll(() => chatelaine.close())

it('reads, decides and removes nothing on a database that lacks a column, and begins once it is there', async () => {
  const { worker } = chatelaine
  const database = await worker.database()
  const audits = () => database.prepare('select count(*) as n from audits').first('n')
  await database.exec('alter table organizations drop column acts_kept_since')
  await expect(worker.scheduled('2026-11-22T06:00:00.000Z')).rejects.toThrow(/lacks tables or columns/)
  expect(await audits()).toBe(0)
  await database.exec('alter table organizations add column acts_kept_since text')
  await worker.scheduled('2026-11-22T07:00:00.000Z')
  expect(await audits()).toBe(1)
})
