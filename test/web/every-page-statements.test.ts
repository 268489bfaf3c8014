/** Every page of an organisation asks the register equally often, however much there is of everything. */

import { beforeAll, describe, expect, it } from 'vitest'
import { listenedTo } from '../fixtures/register/listened.ts'
import { organizationOfSize, type Stage } from '../fixtures/register/of-size.ts'
import { OWNER } from '../fixtures/register/site.ts'

const FEW = 3
const MANY = 120
/** As many as a page may take, its sign-in and rights among them: of fifty that Cloudflare's free plan gives a request. */
const MOST = 40

const LISTED = [
  ...['', '?verdict=inactive', '?role=owner', '?access=can_push', '?access=owner&verdict=inactive'],
  ...['?team=t1000', '?repository=atlas', '?repository=atlas&access=write_or_maintain', '?twoFactor=unknown'],
  ...['?neverSeen=true', '?finding=true', '?q=p10', '?sort=lastActive', '?sort=-access', '?sort=verdict'],
].map((query) => `/accounts${query}`)

const PAGES = [
  ...['', ...LISTED, '/accounts/bela', '/accounts/ada', '/accounts/p1000', '/accounts/p1001'],
  ...['/credentials', '/credentials?kind=deploy_key', '/credentials?stale=true&owner=bela'],
  ...['/repositories', '/repositories?view=few_keyholders', '/repositories?account=bela&power=push'],
  ...['/repositories/atlas', '/repositories/r1000', '/reviews', '/what-you-know'],
  ...['/audits', '/audits/audit-1', '/history', '/history?view=all&q=ada', '/history?entry=1'],
  ...['/settings', '/public-page'],
]

const REVIEW = [
  ...['', '?view=second', '?view=decided', '?view=queue', '?view=done', '?print', '/notices', '/report'],
  ...['/report?edition=handed_on'],
].map((page) => `/reviews/review-1${page}`)

describe.each<[Stage, readonly string[]]>([
  [
    'before the first review',
    ['', '/accounts', '/accounts/bela', '/reviews', '/what-you-know', '/public-page'],
  ],
  ['in a review', [...PAGES, ...REVIEW]],
])('%s, a page', (stage, pages) => {
  let few: Readonly<Record<string, number>>
  let many: Readonly<Record<string, number>>
  beforeAll(async () => {
    few = await timesAsked(FEW, stage, pages)
    many = await timesAsked(MANY, stage, pages)
  }, 180_000)

  it('asks as often for many as for few', () => expect(many).toEqual(few))

  it(`asks at most ${MOST} times`, () => {
    expect(Object.entries(many).filter(([, times]) => times > MOST)).toEqual([])
  })
})

/** How often each page asks, sign-in and rights among it: of an organisation with so many of everything. */
async function timesAsked(n: number, stage: Stage, pages: readonly string[]) {
  const site = await organizationOfSize(n, stage)
  const { register, calls } = listenedTo(site.register)
  Object.assign(site.platform, { register })
  const times: Record<string, number> = {}
  for (const page of [
    '/',
    '/join',
    '/setup',
    '/me',
    '/me/calendar',
    ...pages.map((each) => `/orgs/lichen${each}`),
  ]) {
    calls.length = 0
    const { status } = await site.visit(page, OWNER)
    if (status !== 200 && !(page === '/' && status === 303)) throw new Error(`${page} was answered ${status}`)
    times[page] = calls.flat().length
  }
  return times
}
