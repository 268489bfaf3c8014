/** What headings and cells of the pages say: as many as the page shows, numbers that agree, and never a riddle. */

import { describe, expect, it } from 'vitest'
import { daysAfter } from '../../src/policy/calendar.ts'
import { credentialsStatement } from '../../src/register/access/credentials.ts'
import { proposals, reviews } from '../../src/register/schema.ts'
import { askingAbout, question } from '../fixtures/register/asked.ts'
import { fillLists } from '../fixtures/register/listed.ts'
import { NOW, OWNER, openSite, type Site } from '../fixtures/register/site.ts'

async function listed(): Promise<Site> {
  const site = await openSite()
  await fillLists(site)
  return site
}

async function headingAndRows(site: Site, path: string) {
  const text = await (await site.visit(`/orgs/lichen${path}`, OWNER)).text()
  const heading = /<h1>(.*?)<\/h1>/s.exec(text)?.[1]?.replaceAll(/<[^>]*>/g, '')
  return { text, heading, rows: text.split('<tr><th scope="row">').length - 1 }
}

describe('the heading of a list', () => {
  it.each([
    ['/accounts', /^(\d+) accounts have access$/],
    ['/accounts?verdict=inactive', /^(\d+) of \d+ accounts (?:is|are) inactive$/],
    ['/accounts?role=member', /^(\d+) accounts match$/],
    ['/accounts?role=member&verdict=unknown', /^(\d+) of \d+ matching accounts are unknown$/],
    ['/credentials', /^(\d+) credentials act without their owner$/],
    ['/credentials?stale=true', /^(\d+) of \d+ credentials (?:is|are) inactive$/],
    ['/credentials?finding=true', /^(\d+) of \d+ credentials (?:has|have) findings$/],
    ['/repositories', /^(\d+) repositories/],
    ['/repositories?view=few_keyholders', /^(\d+) of \d+ repositories .* fewer than two active admins$/],
    ['/repositories?q=atl', /^(\d+) of \d+ repositor(?:y|ies) match/],
    ['/repositories?q=nothing', /^(\d+) of \d+ repositor(?:y|ies) match$/],
    ['/repositories?q=nothing&view=no_push', /^(\d+) of 0 matching repositories had no push/],
    ['/repositories?view=no_push', /^(\d+) of \d+ repositories had no push in six months$/],
  ])('of %s counts the rows below it', async (path, says) => {
    const { heading = '', rows } = await headingAndRows(await listed(), path)
    expect(heading).toMatch(says)
    expect(Number(says.exec(heading)?.[1])).toBe(rows)
  })
})

describe('a credential', () => {
  it('that never expires says so, in red where that is a finding', async () => {
    const site = await openSite()
    const common = {
      ...{ owner: 2, repository: null, createdAt: NOW, lastUsed: 'never' as const, expiresAt: null },
      ...{ details: {}, scopes: ['selected repositories', 'issues:read'] },
    }
    await credentialsStatement(
      site.register,
      100,
      [
        { ...common, kind: 'fine_grained_token', id: '702', name: 'endless' },
        {
          ...common,
          kind: 'fine_grained_token',
          id: '703',
          name: 'short',
          expiresAt: '2027-01-02T00:00:00.000Z',
        },
      ],
      NOW,
    )
    const { text } = await headingAndRows(site, '/credentials')
    const row = (name: string) => new RegExp(`<th scope="row">${name}.*?</tr>`, 's').exec(text)?.[0]
    expect(row('endless')).toMatch(/<td class="w2"><span class="no" title="[^"]+">never<\/span>/)
    expect(row('short')).toContain('>2 Jan 2027</time>')
    // Keys cannot expire, so it is no finding of theirs.
    expect(text).toContain('<td class="w2"><span class="soft">never</span></td>')
    expect(text).not.toContain('no day')
  })
})

describe('an open review', () => {
  const inReview = async () => {
    const site = await askingAbout([])
    const states = ['open', 'open', 'open', 'stale', 'stale', 'decided', 'kept'] as const
    for (const [n, status] of states.entries())
      await site.register.insert(proposals).values(question(`p${n}`, { status }))
    return site
  }

  it('has on the overview as many questions as are left of those it counts', async () => {
    const text = (await headingAndRows(await inReview(), '')).text.replaceAll(/<[^>]*>/g, '')
    expect(text).toContain('3 questions, about')
    expect(text).toContain(': 2 of 5 answered, due')
    expect(text).toContain('; 2 more ended by themselves')
  })

  it('is in the list of reviews with answers that add up to what came of them', async () => {
    const site = await askingAbout([])
    for (const [n, status] of (['done', 'done', 'kept'] as const).entries())
      await site.register.insert(proposals).values(question(`p${n}`, { status }))
    const { text } = await headingAndRows(site, '/reviews')
    const cell = (label: string) => Number(new RegExp(`data-label="${label}">(\\d+)`).exec(text)?.[1])
    expect(['Answered', 'Revoked', 'Lowered', 'Kept'].map(cell)).toEqual([3, 0, 2, 1])
    expect(text).toContain('Read<span class="unseen"> the report of 2026-Q4')
  })

  it('says on paper of what ended by itself that it is no longer asked, as its tabs do', async () => {
    const { text } = await headingAndRows(await inReview(), '/reviews/review-1?print')
    expect(text.match(/<span class="soft">no longer asked</g)).toHaveLength(2)
    expect(text).not.toContain('>stale<')
  })

  it('that is overdue was due, in the list of reviews and on the overview', async () => {
    const site = await inReview()
    await site.register.update(reviews).set({ dueAt: daysAfter(NOW, -2) })
    expect((await headingAndRows(site, '/reviews')).heading).toMatch(/3 questions, was due 20 November 2026$/)
    const overview = (await headingAndRows(site, '')).text.replaceAll(/<[^>]*>/g, '')
    expect(overview).toContain('minute · was due 20 November')
    expect(overview).toContain('answered, was due 20 November')
  })

  it('has in the list numbers that add up, and the heading says what is left', async () => {
    const { text, heading } = await headingAndRows(await inReview(), '/reviews')
    expect(heading).toMatch(/^2026-Q4 is open: 3 questions, due \d+ \w+ 2026$/)
    const cell = (label: string) => Number(new RegExp(`data-label="${label}">(\\d+)`).exec(text)?.[1])
    expect(['Questions', 'Answered', 'Unanswered', 'No longer asked'].map(cell)).toEqual([7, 2, 3, 2])
    // What has a class `w…` is not on a phone: of these the sum alone.
    const isWideOnly = (label: string) => new RegExp(`class="[^"]*\\bw\\d" data-label="${label}"`).test(text)
    expect(['Questions', 'Answered', 'Unanswered', 'No longer asked'].filter(isWideOnly)).toEqual([
      'Questions',
    ])
  })

  it('where nobody has answered yet is not gone on with', async () => {
    const site = await askingAbout([])
    await site.register.insert(proposals).values(question('p1'))
    await site.register.insert(proposals).values(question('p2', { status: 'stale' }))
    expect((await headingAndRows(site, '')).text).toContain('>Answer the review<')
  })
})
