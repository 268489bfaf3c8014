/** Pages by number: what is asked for, and where the links lead. */
import { expect, it } from 'vitest'
import { PageTurn, pageNumber } from '../../src/web/parts/page-turn.tsx'

const links = (page: number, hasNext: boolean) => {
  const shown = String(<PageTurn page={page} hasNext={hasNext} to={(n) => `?page=${n}`} />)
  return [...shown.matchAll(/rel="(\w+)" href="([^"]+)"/g)].map(([, rel, href]) => [rel, href])
}

it('the first page leads to the next, the last to the one before, and a list of one page nowhere', () => {
  expect(links(1, true)).toEqual([['next', '?page=2']])
  expect(links(2, true)).toEqual([
    ['prev', '?page=1'],
    ['next', '?page=3'],
  ])
  expect(links(3, false)).toEqual([['prev', '?page=2']])
  expect(links(1, false)).toEqual([])
})

it('what is no page number is the first page', () => {
  expect([undefined, null, '', 'two', '0', '-1', '1.5', '10001'].map(pageNumber)).toEqual(Array(8).fill(1))
  expect(pageNumber('7')).toBe(7)
})
