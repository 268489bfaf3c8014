/** How a verdict came about: the same by API and, folded, on the account's page. */
import { expect, it } from 'vitest'
import type { Reading, Source } from '../../src/policy/words.ts'
import { readingsStatement } from '../../src/register/audits/readings.ts'
import { audits } from '../../src/register/schema.ts'
import { anAudit } from '../fixtures/register/organization.ts'
import { NOW, OWNER, openSite } from '../fixtures/register/site.ts'

it('facts, gaps and verdict stand in order, each with its source; what decides is told apart from what does not', async () => {
  const site = await openSite()
  await site.register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100, status: 'partial' })
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

it('a repository of which nothing was read is a gap only for those who hold something there, as the audit judges it', async () => {
  const site = await openSite()
  await site.register.insert(audits).values({ ...anAudit('audit-0', NOW), orgId: 100 })
  const notShown = (source: Source, id: number, reason: string): Reading => ({
    source,
    scope: { kind: 'repository', id },
    state: { kind: 'not_shown', reason },
  })
  await readingsStatement(site.register, 'audit-0', [
    notShown('vanished_repositories', 10, 'It was listed and then not found.'),
    notShown('left_out_repositories', 77, 'The owners leave it out.'),
  ])
  const answer = await site.api('/api/orgs/lichen/accounts/BELA')
  const { explanation } = (await answer.json()) as { explanation: Record<'part' | 'text', string>[] }
  expect(explanation.flatMap(({ part, text }) => (part === 'gap' ? [text] : []))).toEqual([
    'Not read in Lichen/atlas: It was listed and then not found (could have shown an act).',
    'Not read in the whole organisation: 1 repository was listed and then not found (could have shown an act).',
  ])
})

const ORDER = ['fact', 'gap', 'verdict']
