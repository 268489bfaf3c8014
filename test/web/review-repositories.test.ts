/** Choosing on the review's page which repositories an outside collaborator keeps. */

import { describe, expect, it } from 'vitest'
import type { PlanStep } from '../../src/policy/words.ts'
import { grantsStatements } from '../../src/register/access/grants.ts'
import { decisions, repositories } from '../../src/register/schema.ts'
import { ABOUT_BELA } from '../fixtures/register/about-bela.ts'
import { askingAbout, page, question, save, standing } from '../fixtures/register/asked.ts'
import { IDLE, NOW, OWNER, type Site } from '../fixtures/register/site.ts'

/** Bela is a member who pushes to atlas and spores through a team. */
async function askingAboutBela(): Promise<Site> {
  const plan: PlanStep[] = [
    {
      action: 'convert_to_outside_collaborator',
      target: 'Lichen (member → outside collaborator of 2 repositories)',
      account: IDLE.id,
      repositories: [10, 11],
    },
  ]
  const none = { lost: [], back: [] }
  const site = await askingAbout([
    question('b2', {
      subjectKey: `account:${IDLE.id}`,
      subject: { kind: 'account', ...IDLE },
      grantsThen: ABOUT_BELA.grantsThen,
      choices: [
        { decision: 'keep', role: null, plan: [], ...none },
        { decision: 'downgrade', role: 'read', plan, ...none },
        { decision: 'downgrade', role: 'outside_collaborator', plan, ...none },
        { decision: 'revoke', role: null, plan, ...none },
      ],
    }),
  ])
  await site.register.insert(repositories).values({
    ...{ id: 11, orgId: 100, name: 'spores', nodeId: 'R_11' },
    ...{ private: false, archived: false, fork: false, firstSeen: NOW },
  })
  const grant = { kind: 'team_repository', team: 20, repository: 11, role: 'write' } as const
  for (const statement of grantsStatements(site.register, 100, [grant], NOW)) await statement
  return site
}

const leaving = { 'answer.b2': 'downgrade', 'role.b2': 'outside_collaborator', reason: 'one project ended' }
const kept = async (site: Site) => (await site.register.select().from(decisions))[0]?.repositories

describe('an outside collaborator', () => {
  it('keeps all repositories that are on offer, unless some are taken out', async () => {
    const text = await page(await askingAboutBela())
    const boxes = [...text.matchAll(/type="checkbox" name="repositories\.b2" value="(\d+)"( checked)?/g)]
    expect(boxes.map(([, id, checked]) => [id, checked])).toEqual([
      ['10', ' checked'],
      ['11', ' checked'],
    ])
    const site = await askingAboutBela()
    expect((await save(site, leaving)).status).toBe(303)
    expect(await kept(site)).toBeNull()
  })

  it('keeps those that are chosen, and the answer names them', async () => {
    const site = await askingAboutBela()
    expect((await save(site, { ...leaving, 'repositories.b2': '11' })).status).toBe(303)
    expect(await kept(site)).toEqual([11])
    const text = await (await site.visit('/orgs/lichen/reviews/review-1?view=decided', OWNER)).text()
    expect(text).toContain('downgrade to outside collaborator of spores</span>')
  })

  it('keeps at least one: the complaint stands at the field, and none is ticked for them', async () => {
    const site = await askingAboutBela()
    const answer = await save(site, { ...leaving, 'repositories.b2': '' })
    const text = await answer.text()
    expect([answer.status, await standing(site)]).toEqual([422, { b2: 'open' }])
    expect(text).toContain('<a href="#repositories.b2">bela</a>: Which repositories stay?')
    expect(text).toMatch(/id="repositories\.b2"[^>]*aria-describedby="complaint-repositories\.b2"/)
    expect(text).not.toMatch(/name="repositories\.b2" value="\d+" checked/)
  })
})
