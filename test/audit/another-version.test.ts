/** An audit that another version of the product began is not ended before everything was read. */

import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { endAudit } from '../../src/audit/finish.ts'
import { STAGES } from '../../src/audit/stages.ts'
import { audits, type Checkpoint } from '../../src/register/schema.ts'
import { GUILD, openSmallAudit, type SmallAudit } from '../fixtures/github/small-audit.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { aPlatform } from '../fixtures/register/organization.ts'

let guild: SmallAudit

beforeEach(async () => {
  const small = smallWorld()
  const builder = small.organization(GUILD)
  builder.member('silent')
  builder.act('silent', 'issue', { n: 2, at: LONG_AGO })
  guild = await openSmallAudit(small.world())
})
afterEach(() => guild.close())

/** Goes on from this checkpoint to the end; answers how often the members were read. */
async function goesOnFrom(checkpoint: Checkpoint | null): Promise<number> {
  const id = await guild.begin(NOW)
  await guild.step(id, 0, NOW)
  if (checkpoint !== null) await guild.register.update(audits).set({ checkpoint }).where(eq(audits.id, id))
  while ((await guild.step(id, 0, NOW)).kind !== 'finished');
  await endAudit(aPlatform(guild.register), id, 0, NOW)
  return guild.demo.requests.log.filter(({ operation }) => operation === 'Members').length
}

async function checkpointOf(id: string): Promise<Checkpoint> {
  const [audit] = await guild.register.select().from(audits).where(eq(audits.id, id))
  if (audit === undefined) throw new Error('the audit was to be there')
  return audit.checkpoint
}

test.each<[string, Checkpoint]>([
  ['a stage that this version does not have', { stage: 5, name: 'gone', cursor: null }],
  ['a place behind the last stage', { stage: 99, name: 'farther', cursor: null }],
  ['a place in the list, without its name', { stage: 30, cursor: { page: 4 } }],
])(
  'where the checkpoint names %s, everything is read from the start',
  async (_, checkpoint) => {
    expect(await goesOnFrom(checkpoint)).toBeGreaterThanOrEqual(2)
    expect(await guild.verdictOf('silent')).toBe('inactive')
    expect(await guild.register.select().from(audits)).toMatchObject([{ status: 'complete' }])
  },
  60_000,
)

test('a cursor of another form begins its stage again, whichever stage that is', async () => {
  const id = await guild.begin(NOW)
  // A second attempt ends with its first page, so that every stage is met at its beginning.
  const step = () => guild.step(id, 0, NOW, (real) => real, 2)
  const met = new Set(['organization'])
  for (let came = await step(); came.kind === 'go_on'; came = await step()) {
    if (met.has(came.stage)) continue
    met.add(came.stage)
    const checkpoint = { ...(await checkpointOf(id)), cursor: { of: 'another version' } }
    await guild.register.update(audits).set({ checkpoint }).where(eq(audits.id, id))
  }
  expect(met).toEqual(new Set([...STAGES.map(({ name }) => name), 'end']))
  await endAudit(aPlatform(guild.register), id, 0, NOW)
  expect(await guild.verdictOf('silent')).toBe('inactive')
  expect(await guild.register.select().from(audits)).toMatchObject([{ status: 'complete' }])
}, 60_000)

test('where it fits, the audit goes on from there', async () => {
  expect(await goesOnFrom(null)).toBe(1)
  expect(await guild.register.select().from(audits)).toMatchObject([
    { status: 'complete', checkpoint: { name: 'end' } },
  ])
}, 60_000)
