/** What is drawn of how access is held: what was used comes first, nothing unread looks unused, and it never grows beyond its frame. */

import { describe, expect, it } from 'vitest'
import { accessPicture, type HeldPath, type Use } from '../../../src/policy/access/access-picture.ts'
import type { Id, Instant, RepositoryRole } from '../../../src/policy/words.ts'

const team = (words: string, role: RepositoryRole, ...opens: [Id, RepositoryRole?][]): HeldPath => ({
  words,
  role,
  opens: opens.map(([repository, its = role]) => ({ repository, role: its })),
  isUsed: false,
})
const READ = { isAllRead: true }
const EVERY_MEMBER: HeldPath = { words: 'every member', role: 'read', opens: 'all', isUsed: false }

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
      READ,
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
      READ,
    )
    expect(repositories.map(({ name, use }) => `${name} ${use}`)).toEqual(['lab/r1 used', 'lab/r2 unused'])
  })
})

describe('a path', () => {
  const useOf = (path: HeldPath, ...known: Parameters<typeof work>) =>
    accessPicture([path], work(...known), READ).paths[0]?.use

  it('is used where any of its repositories was, and unused where all are known to be', () => {
    expect(useOf(team('team core', 'write', [1], [2]), [2])).toBe('used')
    expect(useOf(team('team core', 'write', [1], [2]))).toBe('unused')
  })

  it('is not called unused while one of its repositories was not read', () => {
    expect(useOf(team('team core', 'write', [1], [2]), [], [2])).toBe('unknown')
  })

  it('that opens every repository is unused only where all of them were read, and is no repository', () => {
    expect(useOf(EVERY_MEMBER)).toBe('unused')
    expect(accessPicture([EVERY_MEMBER], work(), { isAllRead: false }).paths[0]?.use).toBe('unknown')
    expect(useOf({ ...EVERY_MEMBER, isUsed: true })).toBe('used')
    expect(accessPicture([EVERY_MEMBER], work(), READ).repositories).toEqual([])
  })
})

it('of seven hundred repositories and forty teams a dozen and eight are drawn, and the rest is counted', () => {
  const ids = Array.from({ length: 700 }, (_, at) => at + 1)
  const teams = Array.from({ length: 40 }, (_, at) =>
    team(`team ${at}`, 'write', ...ids.map((id): [Id] => [id])),
  )
  const picture = accessPicture(teams, work([3, 699]), READ)
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
        { ...team('every team', 'read', [3]), isUsed: true },
      ],
      work(),
      READ,
    )
    expect(paths.map(({ words }) => words)).toEqual(['every team', 'directly', 'team a', 'team b'])
  })

  it('of repositories of one strength is: where something was done last, then by name', () => {
    const picture = accessPicture(
      [EVERY_MEMBER, team('directly', 'write', [4], [3], [1], [2])],
      work([1, 3]),
      READ,
    )
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
