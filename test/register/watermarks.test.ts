/** How far was read: a reading joins the one before it only without a gap, and what is read of people is not forgotten with repositories. */

import { beforeEach, describe, expect, test } from 'vitest'
import type { Instant } from '../../src/policy/words.ts'
import {
  findWatermarks,
  forgetRepositoriesReadStatement,
  watermarksStatement,
} from '../../src/register/activity/watermarks.ts'
import { type Register, together } from '../../src/register/open.ts'
import type { WatermarkSource } from '../../src/register/schema.ts'
import { ATLAS, fillRegister, LAB, NOW, PEOPLE } from '../fixtures/register/organization.ts'
import { freshRegister } from '../fixtures/register/register.ts'

const SIBLING = 7001
const MAY = '2026-05-22T06:00:00.000Z'
const AUGUST = '2026-08-01T06:00:00.000Z'
const OCTOBER = '2026-10-01T06:00:00.000Z'

let register: Register

beforeEach(async () => {
  register = await freshRegister()
  await fillRegister(register)
})

const read = (source: WatermarkSource, scope: number, since: Instant, readTo: Instant, orgId = LAB.id) =>
  together(register, [watermarksStatement(register, orgId, source, [{ scope, since, readTo, mark: null }])])

const spanOf = async (source: WatermarkSource, scope: number, orgId = LAB.id) => {
  const mark = (await findWatermarks(register, orgId, source)).get(scope)
  return mark === undefined ? null : [mark.since, mark.readTo]
}

describe('what was read of a repository', () => {
  test('reaches back to the first reading where the second begins inside it', async () => {
    await read('timelines', ATLAS, MAY, OCTOBER)
    await read('timelines', ATLAS, AUGUST, NOW)
    expect(await spanOf('timelines', ATLAS)).toEqual([MAY, NOW])
  })

  test('reaches back to the first reading where the second begins at its very end', async () => {
    await read('timelines', ATLAS, MAY, AUGUST)
    await read('timelines', ATLAS, AUGUST, NOW)
    expect(await spanOf('timelines', ATLAS)).toEqual([MAY, NOW])
  })

  test('begins anew behind a gap: what happened in between was never seen', async () => {
    await read('timelines', ATLAS, MAY, AUGUST)
    await read('timelines', ATLAS, OCTOBER, NOW)
    expect(await spanOf('timelines', ATLAS)).toEqual([OCTOBER, NOW])
  })

  test('reaches back further where the second reading began earlier', async () => {
    await read('timelines', ATLAS, AUGUST, OCTOBER)
    await read('timelines', ATLAS, MAY, NOW)
    expect(await spanOf('timelines', ATLAS)).toEqual([MAY, NOW])
  })
})

describe('when the repositories are to be read again', () => {
  const forget = () => together(register, [forgetRepositoriesReadStatement(register, LAB.id, NOW)])

  test.each(['contributions', 'newest_words', 'newest_commits'] as const)(
    'nobody is asked again for their %s',
    async (source) => {
      await read('timelines', ATLAS, MAY, OCTOBER)
      await read(source, PEOPLE.felix, MAY, OCTOBER)
      await forget()
      expect(await spanOf('timelines', ATLAS)).toBeNull()
      expect(await spanOf(source, PEOPLE.felix)).toEqual([MAY, OCTOBER])
    },
  )

  test('what this audit has read already is not read twice', async () => {
    await read('timelines', ATLAS, MAY, NOW)
    await forget()
    expect(await spanOf('timelines', ATLAS)).toEqual([MAY, NOW])
  })

  test("another organisation's repositories stay as they are", async () => {
    await read('timelines', 901, MAY, OCTOBER, SIBLING)
    await forget()
    expect(await spanOf('timelines', 901, SIBLING)).toEqual([MAY, OCTOBER])
  })
})
