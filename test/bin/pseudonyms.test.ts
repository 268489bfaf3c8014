/** What a recording replaces, and what it keeps: the default is to replace. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { replacePath } from '../../bin/audit/recording/addresses.ts'
import { isReading } from '../../bin/audit/recording/exchange.ts'
import { openPseudonyms } from '../../bin/audit/recording/pseudonyms.ts'
import { replaceRequestBody, replaceText, replaceValue } from '../../bin/audit/recording/values.ts'
import { projectRoot } from '../../local/bundle.ts'

const IDS = [7, 12, 4711]
const replacing = openPseudonyms(IDS)
const named = (name: string) => replaceText(name, replacing)

describe('pseudonyms', () => {
  it('are the same for the same text and never the text itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        expect(replacing.word(text)).toBe(replacing.word(text))
        expect(replacing.word(text)).not.toBe(text)
      }),
    )
  })

  it('differ where texts differ, and are alike but for case where logins are', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b)
        expect(replacing.word(a)).not.toBe(replacing.word(b))
      }),
    )
    expect(replacing.word('Mara-Voss')).not.toBe(replacing.word('mara-voss'))
    expect(replacing.word('Mara-Voss').toLowerCase()).toBe(replacing.word('mara-voss'))
  })

  it('are others in every run', () => {
    expect(openPseudonyms([]).word('mara-voss')).not.toBe(replacing.word('mara-voss'))
  })

  it('of ids are positive, keep the order of the ids, and are never the id', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 40 }), { minLength: 1 }), (ids) => {
        const { id } = openPseudonyms(ids)
        const sorted = [...ids].sort((a, b) => a - b).map(id)
        expect(sorted).toEqual([...new Set(sorted)].sort((a, b) => a - b))
        expect(ids.every((each) => Number.isSafeInteger(id(each)) && id(each) > 0 && id(each) !== each)).toBe(
          true,
        )
      }),
    )
  })
})

describe('a value', () => {
  const key = fc.stringMatching(/^[a-z]{3,12}_[a-z]{1,5}x$/)
  const kept = fc.oneof(
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') })
      .map((at) => at.toISOString()),
  )

  it('keeps keys, numbers, dates, true, false and null', () => {
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(kept, fc.array(kept))), (value) => {
        expect(replaceValue(value, replacing)).toEqual(value)
      }),
    )
  })

  it('keeps no other text, whatever its key', () => {
    const text = fc.stringMatching(/^[A-Za-z][\w .@/:-]{4,40}$/)
    fc.assert(
      fc.property(fc.dictionary(key, fc.oneof(text, fc.array(text))), (value) => {
        const replaced = JSON.stringify(Object.values(replaceValue(value, replacing) as object))
        for (const each of Object.values(value).flat()) expect(replaced).not.toContain(JSON.stringify(each))
      }),
    )
  })

  it("keeps a word of GitHub's where GitHub says it, and replaces it where it is a name", () => {
    expect(replaceValue({ role: 'admin', __typename: 'User', state: 'open' }, replacing)).toEqual({
      role: 'admin',
      __typename: 'User',
      state: 'open',
    })
    expect(replaceValue({ login: 'admin', role_name: 'our-own-role' }, replacing)).toEqual({
      login: named('admin'),
      role_name: named('our-own-role'),
    })
  })

  it('has the keys replaced that owners choose', () => {
    expect(replaceValue({ custom_properties: { cost_centre: 'berlin' } }, replacing)).toEqual({
      custom_properties: { [named('cost_centre')]: named('berlin') },
    })
  })

  it('keeps of a failure by what it is known, and nothing that it names', () => {
    const message = 'You have exceeded a secondary rate limit for acme.'
    expect(replaceValue({ message }, replacing)).toEqual({
      message: `${replacing.word(message)} secondary rate`,
    })
    expect(replaceValue({ message: 'Not Found' }, replacing)).toEqual({ message: 'Not Found' })
  })
})

describe('one login has one pseudonym', () => {
  const login = named('mara-voss')

  it('in a path, a parameter, an address, a full name, a query and its variables', () => {
    expect(replacePath('/orgs/acme/memberships/mara-voss', replacing)).toBe(
      `/orgs/${named('acme')}/memberships/${login}`,
    )
    expect(replacePath('/repos/acme/issues/activity?actor=mara-voss&per_page=100', replacing)).toBe(
      `/repos/${named('acme')}/${named('issues')}/activity?actor=${login}&per_page=100`,
    )
    expect(named('https://github.com/acme/atlas/issues/5')).toBe(
      `https://github.com/${named('acme')}/${named('atlas')}/issues/5`,
    )
    expect(named('acme/atlas')).toBe(`${named('acme')}/${named('atlas')}`)
    const query =
      'query X { a: search(query: "org:acme author:mara-voss sort:created-desc", since: "2026-05-22T06:00:00Z") { id } }'
    expect(replaceRequestBody({ query, variables: { login: 'mara-voss' } }, replacing)).toEqual({
      query: query.replace('acme', named('acme')).replace('mara-voss', login),
      variables: { login },
    })
  })

  it('and one id has one, in a path and in a body', () => {
    expect(replacePath('/user/7', replacing)).toBe(`/user/${replacing.id(7)}`)
    expect(replaceValue({ id: 7, databaseId: 12, number: 7 }, replacing)).toEqual({
      id: replacing.id(7),
      databaseId: replacing.id(12),
      number: 7,
    })
  })
})

describe('requests', () => {
  it("of every route that the Worker asks for keep GitHub's words, so that a replay finds them", () => {
    const routes = globSync('src/**/*.ts', { cwd: projectRoot })
      .flatMap((file) => [...readFileSync(join(projectRoot, file), 'utf8').matchAll(/'GET (\/[^']+)'/g)])
      .map(([, route]) => route ?? '')
      .filter((route) => !route.startsWith('/app'))
    expect(routes.length).toBeGreaterThan(20)
    const words = (path: string) =>
      path.split('/').map((segment) => (segment.startsWith('{') ? '{}' : segment))
    const wrong = routes.filter((route) => {
      const asked = route.replace(/\{\w+\}/g, 'acme')
      const replaced = replacePath(asked, replacing).replaceAll(named('acme'), '{}')
      return replaced !== words(route).join('/')
    })
    expect(wrong).toEqual([])
  })

  it('are passed on where they read, and nowhere else', () => {
    expect(isReading('GET', '/orgs/acme', null)).toBe(true)
    expect(isReading('POST', '/graphql', { query: 'query X { viewer { login } }' })).toBe(true)
    expect(isReading('POST', '/graphql', { query: 'mutation { x }' })).toBe(false)
    expect(isReading('POST', '/orgs/acme/teams', {})).toBe(false)
    expect(isReading('DELETE', '/orgs/acme/members/mara-voss', null)).toBe(false)
  })
})
