/** How a verdict came about: the same by API and, folded, on the account's page. */
import { expect, it } from 'vitest'
import type { Source } from '../../src/policy/words.ts'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import { audits } from '../../src/register/schema.ts'
import { NOW, OWNER, openSite } from '../fixtures/register/site.ts'

it('facts, gaps and verdict stand in order, each with its source; what decides is told apart from what does not', async () => {
  const site = await openSite()
  await site.register.insert(audits).values({
    id: 'audit-0',
    orgId: 100,
    status: 'partial',
    askedBy: { kind: 'calendar' },
    asOf: NOW,
    startedAt: NOW,
    finishedAt: NOW,
    leaseUntil: NOW,
    checkpoint: { stage: 0, cursor: null },
    step: 'done',
  })
  const unread = (source: Source, reason: string) =>
    readingsStatement(site.register, 'audit-0', [
      { source, scope: { kind: 'organization' }, state: { kind: 'unread', reason } },
    ])
  await unread('tags', 'GitHub was down.')
  await unread('issue_comments', 'the permission is missing')
  await unread('fine_grained_tokens', 'only Apps see them')

  const answer = await site.api('/api/orgs/lichen/accounts/BELA')
  const { explanation } = (await answer.json()) as {
    explanation: Record<'part' | 'source' | 'text', string>[]
  }
  const parts = explanation.map(({ part }) => part)
  expect(parts).toEqual([...parts].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)))
  expect(explanation[0]).toMatchObject({ text: 'Member of the organisation.', source: 'members' })
  expect(explanation).toContainEqual(
    expect.objectContaining({
      source: 'repository_activity',
      text: expect.stringMatching(/^Newest act: a push in /),
    }),
  )
  expect(explanation.filter(({ part }) => part === 'gap').map(({ source, text }) => [source, text])).toEqual([
    [
      'issue_comments',
      'Not read in the whole organisation: the permission is missing (could have shown an act).',
    ],
    ['tags', 'Not read in the whole organisation: GitHub was down (decides no verdict).'],
  ])
  expect(explanation.at(-1)).toMatchObject({ part: 'verdict', text: expect.stringMatching(/^inactive: /) })

  const page = await (await site.visit('/orgs/lichen/accounts/bela', OWNER)).text()
  expect(page).toMatch(
    /<details><summary>How this verdict came about<\/summary>.*Facts.*Gaps.*Verdict.*<\/details>/s,
  )
})

const ORDER = ['fact', 'gap', 'verdict']
