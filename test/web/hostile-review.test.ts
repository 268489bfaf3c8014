/** Hostile names in a review: whoever names an account, an invitation, a credential, a team or a repository changes no page and no export. */
import Papa from 'papaparse'
import { beforeAll, describe, expect, it } from 'vitest'
import { API, REVIEW } from '../fixtures/register/asked.ts'
import { ALL_NAMED, everythingNamed } from '../fixtures/register/named.ts'
import { OWNER, type Site } from '../fixtures/register/site.ts'

const HISTORY = '/orgs/lichen/history'
const PAGES = [
  REVIEW,
  `${REVIEW}?view=second`,
  `${REVIEW}?view=decided`,
  `${REVIEW}?view=decided&change=p3`,
  `${REVIEW}?view=queue`,
  `${REVIEW}?view=done`,
  HISTORY,
] as const
const HIDDEN = /[\p{Bidi_Control}\u200B\uFEFF\u{E0000}-\u{E007F}]/u

/** What ought to say something, and does not. */
const GAP =
  /<(b|h\d|a|label|legend|summary|caption)( [^>]*)?>\s*<\/\1>|<b><a [^>]*>\s*<\/a><\/b>|<t[hd][^>]*>\s*<span class="small soft">/g

/** Each name, and what of it stands on a page. */
const NAMES = [
  ['of a script', '"\'><script>alert(1)</script>', '&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['of an entity', '&lt;b&gt;&#60;b', '&amp;lt;b&amp;gt;&amp;#60;b'],
  ['of 200 characters', 'x'.repeat(200), 'x'.repeat(200)],
  [
    'turned from right to left',
    'key\u202Egpj.\u2066\u200B\u{E0041}',
    'key‹U+202E›gpj.‹U+2066›‹U+200B›‹U+E0041›',
  ],
  ['written from right to left', 'מפתח של דניאל', '<bdi>מפתח של דניאל</bdi>'],
  ['that is a formula', "=cmd|' /C calc'!A0;+1\t-1\n@SUM(1)", '=cmd|'],
] as const

describe.each(NAMES)('a name %s', (_, name, shown) => {
  let site: Site

  beforeAll(async () => {
    site = await everythingNamed(name)
  })

  it.each(PAGES)('is text on %s, and nothing else', async (path) => {
    const text = await pageOf(site, path)
    expect(text.includes(shown), `${shown} is not there`).toBe(true)
    expect(text).not.toMatch(/<script|<b>b|javascript:/i)
    expect(text).not.toMatch(HIDDEN)
    expect(tagsIn(text)).toEqual(tagsIn(await pageOf(await plain(), path)))
  })

  it.each([`${REVIEW}?format=csv`, `${HISTORY}?format=csv`])(
    'makes no formula and no row of its own in %s',
    async (path) => {
      const text = await (await site.visit(path, OWNER)).text()
      expect(text).not.toMatch(HIDDEN)
      // The history has entries of who looked, too.
      const rows = Papa.parse<Record<string, string>>(text, { header: true }).data
      expect(rows.filter(({ act }) => act === undefined || act === 'told')).toHaveLength(ALL_NAMED)
      expect(rows.filter(({ subject }) => subject === undefined)).toEqual([])
      for (const delimiter of [',', ';', '\t']) {
        const cells = Papa.parse<string[]>(text, { delimiter }).data.flat()
        expect(cells.filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([])
      }
    },
  )

  it.each([`${REVIEW}?format=json`, `${HISTORY}?format=json`, `${API}/proposals`, `/api/orgs/lichen/queue`])(
    'is a string in %s, which is no page',
    async (path) => {
      const answer = await site.visit(path, OWNER)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toContain('application/json')
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(JSON.stringify(JSON.parse(await answer.text()))).toContain(
        JSON.stringify(name.slice(0, 3)).slice(1, -1),
      )
    },
  )
})

describe.each([
  ['empty', ''],
  ['of blanks', '   '],
])('a name that is %s', (_, name) => {
  let site: Site

  beforeAll(async () => {
    site = await everythingNamed(name, 'atlas')
  })

  it.each(PAGES)('leaves no gap on %s: something else tells what it is', async (path) => {
    const text = await pageOf(site, path)
    expect(text.match(GAP) ?? []).toEqual([])
    expect(text.match(/.{20}(Credential|for|about|of):?\s*</g) ?? []).toEqual([])
  })

  it('leaves no subject out of the exports', async () => {
    for (const path of [`${REVIEW}?format=csv`, `${HISTORY}?format=csv`]) {
      const { data } = Papa.parse<Record<string, string>>(await (await site.visit(path, OWNER)).text(), {
        header: true,
      })
      for (const { act = 'told', subject = '' } of data)
        if (act === 'told') expect(subject).not.toMatch(/^\s*$|:\s*$/)
    }
  })
})

let plainSite: Promise<Site> | undefined

/** The same review with a name that does nothing. */
function plain(): Promise<Site> {
  plainSite ??= everythingNamed('atlas')
  return plainSite
}

async function pageOf(site: Site, path: string): Promise<string> {
  const answer = await site.visit(path, OWNER)
  expect(answer.status, path).toBe(200)
  return await answer.text()
}

/** What the page is made of; the isolation of a name is no part of it. */
function tagsIn(text: string): string {
  return (text.match(/<\/?[a-z][a-z0-9]*/g) ?? []).filter((tag) => !/^<\/?bdi$/.test(tag)).join(' ')
}
