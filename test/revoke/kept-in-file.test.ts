/** Whose access stands in a file is not removed by the product: the file would put them back, so a person takes the line out first. */

import { expect, test } from 'vitest'
import { findOutcomes } from '../../src/register/revocations/outcomes.ts'
import { fileMentions } from '../../src/register/schema.ts'
import { decided, fixture, freshGitHub, isMember, statusOf, writes } from '../fixtures/github/revoking.ts'

freshGitHub()

test('By hand: every step is left to a person, with the line to take out, and nothing is written', async () => {
  const id = await decided('felix-moreau')
  const repository = fixture.world.repository('lichen-lab', 'lichen')?.id ?? 0
  await fixture.register.insert(fileMentions).values({
    ...{ orgId: 6001, repositoryId: repository, kind: 'access_file', path: 'teams.yaml', line: 3 },
    ...{ login: 'felix-moreau', accountId: fixture.id('felix-moreau'), text: '- felix-moreau' },
    ...{ url: 'https://github.example/teams.yaml#L3', readAt: fixture.now },
  })
  await fixture.carry(id)
  const outcomes = await findOutcomes(fixture.register, id)
  expect(outcomes).not.toEqual([])
  for (const { status, error } of outcomes) {
    expect(status).toBe('by_hand')
    expect(error).toContain('teams.yaml, line 3')
  }
  expect(writes()).toEqual([])
  expect(isMember('felix-moreau')).toBe(true)
  expect(await statusOf(id)).toBe('by_hand')
})
