/** What is drawn of how access is held: what was used comes first, nothing unread looks unused, and it never grows beyond its frame. */

import { describe, expect, it } from 'vitest'
import { accessPicture, type HeldPath, type Use } from '../../../src/policy/access/access-picture.ts'
import type { Id, Instant, RepositoryRole, VerdictName } from '../../../src/policy/words.ts'

const team = (words: string, role: RepositoryRole, ...opens: [Id, RepositoryRole?][]): HeldPath => ({
  words,
  role,
  opens: opens.map(([repository, its = role]) => ({ repository, role: its })),
  verdict: 'inactive',
})
const EVERY_MEMBER: HeldPath = { words: 'every member', role: 'read', opens: 'all', verdict: 'inactive' }

/** Who did something on these repositories, and on which nothing is known. */
const work =
  (used: readonly Id[] = [], unread: readonly Id[] = []) =>
  (repository: Id) => ({
    name: `lab/r${repository}`,
    newest: used.includes(repository)
      ? { kind: 'push' as const, at: `2026-11-0${repository % 10}T00:00:00.000Z` as Instant }
      : null,
    use: (): Use => (used.includes(repository) ? 'used' : unread.includes(repository) ? 'unknown' : 'unused'),
  })

describe('a repository', () => {
  it('is drawn once, with the strongest role of all paths, and a line from each', () => {
    const picture = accessPicture(
      [team('team core', 'write', [1]), team('team release', 'maintain', [1], [2, 'read'])],
      work(),
    )
    expect(picture.repositories.map(({ name, role }) => [name, role])).toEqual([
      ['lab/r1', 'maintain'],
      ['lab/r2', 'read'],
    ])
    expect(picture.links).toHaveLength(3)
  })

  it('that was used comes before a stronger one that was not', () => {
    const { repositories } = accessPicture(
      [team('team core', 'write', [1]), team('directly', 'admin', [2])],
      work([1]),
    )
    expect(repositories.map(({ name, use }) => `${name} ${use}`)).toEqual(['lab/r1 used', 'lab/r2 unused'])
  })
})

describe('a path', () => {
  const judged = (verdict: VerdictName, path = team('team core', 'write', [1], [2])) => ({ ...path, verdict })
  const useOf = (path: HeldPath, ...known: Parameters<typeof work>) =>
    accessPicture([path], work(...known)).paths[0]?.use

  it('is used and unused as the verdict of its grant says, whatever it opens', () => {
    for (const path of [team('team core', 'write', [1], [2]), EVERY_MEMBER]) {
      expect(useOf(judged('active', path))).toBe('used')
      expect(useOf(judged('inactive', path))).toBe('unused')
    }
  })

  it('whose verdict is unknown or new is never unused', () => {
    for (const path of [team('team core', 'write', [1], [2]), EVERY_MEMBER]) {
      expect(useOf(judged('unknown', path))).toBe('unknown')
      expect(useOf(judged('new', path))).toBe('unknown')
    }
  })

  it('that was given lately leads to nothing unused, unless another one of that strength has long led there', () => {
    const lately = judged('new')
    const alone = accessPicture([lately], work([2]))
    expect(alone.links.map(({ use }) => use).toSorted()).toEqual(['unknown', 'used'])
    expect(alone.repositories.map(({ use }) => use)).toEqual(['used', 'unknown'])
    const stronger = accessPicture([judged('inactive', team('team all', 'read', [1])), lately], work())
    expect(stronger.repositories.map(({ use }) => use)).toEqual(['unknown', 'unknown'])
    const asStrong = accessPicture([lately, team('directly', 'write', [1])], work())
    expect(asStrong.repositories.map(({ use }) => use)).toEqual(['unused', 'unknown'])
  })

  it('that opens every repository is no repository', () => {
    expect(accessPicture([EVERY_MEMBER], work()).repositories).toEqual([])
  })
})

it('of seven hundred repositories and forty teams a dozen and eight are drawn, and the rest is counted', () => {
  const ids = Array.from({ length: 700 }, (_, at) => at + 1)
  const teams = Array.from({ length: 40 }, (_, at) =>
    team(`team ${at}`, 'write', ...ids.map((id): [Id] => [id])),
  )
  const picture = accessPicture(teams, work([3, 699]))
  expect([picture.paths.length, picture.morePaths]).toEqual([8, 32])
  expect([picture.repositories.length, picture.moreRepositories]).toEqual([12, 688])
  expect(picture.repositories.slice(0, 2).map(({ use }) => use)).toEqual(['used', 'used'])
  expect(picture.links).toHaveLength(8 * 12)
})

describe('the order', () => {
  it('of paths is: used first, then the strongest, then by name', () => {
    const { paths } = accessPicture(
      [
        team('team b', 'write', [1]),
        team('team a', 'write', [1]),
        team('directly', 'admin', [2]),
        { ...team('every team', 'read', [3]), verdict: 'active' },
      ],
      work(),
    )
    expect(paths.map(({ words }) => words)).toEqual(['every team', 'directly', 'team a', 'team b'])
  })

  it('of repositories of one strength is: where something was done last, then by name', () => {
    const picture = accessPicture([EVERY_MEMBER, team('directly', 'write', [4], [3], [1], [2])], work([1, 3]))
    expect(picture.repositories.map(({ name }) => name)).toEqual(['lab/r3', 'lab/r1', 'lab/r2', 'lab/r4'])
    expect(picture.paths.map(({ words, isEverywhere }) => [words, isEverywhere])).toEqual([
      ['directly', false],
      ['every member', true],
    ])
    expect(picture.links.map(({ path, repository }) => [path, repository]).toSorted()).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
    ])
  })
})
