/** What the people of the grown world did: whoever can write pushes, everybody else asks and answers. */
import type { ActRow } from '../../fake-github/world/act.ts'
import type { Grown } from './people.ts'

const DAY = 86_400_000
/** Nobody's acts before it are told. */
const FIRST_ACT = Date.parse('2022-01-05T09:00:00Z')

/** All their acts, in no order. */
export function activityOf(people: readonly Grown[]): readonly ActRow[] {
  let thread = 2000
  return people.flatMap((person) =>
    momentsOf(person).flatMap((at, i) => {
      thread += 1
      return actsAt(person, at, i, thread)
    }),
  )
}

/** One every five to twelve weeks, back from the last one. */
function momentsOf({ n, joined, lastAct }: Grown): readonly number[] {
  if (lastAct === null) return []
  const pace = (35 + ((n * 17) % 50)) * DAY
  const first = Math.max(FIRST_ACT, joined)
  const count = Math.max(1, Math.floor((lastAct - first) / pace) + 1)
  return Array.from({ length: count }, (_, i) => lastAct - i * pace)
}

function actsAt(person: Grown, at: number, i: number, n: number): readonly ActRow[] {
  const { login: actor, organization } = person
  const repositories = writesTo(person)
  const repo = repositories[i % repositories.length]
  const row = (kind: ActRow['kind'], more: Partial<ActRow> = {}): ActRow => ({
    ...{ actor, kind, owner: organization.login, at: iso(at) },
    ...{ repo: repo ?? organization.common, ...more },
  })
  if (repo === undefined) return [row('issue', { n })]
  if (i % 3 === 2) return [row('pull_request', { n }), row('commit', { n })]
  return [row('commit'), row('push')]
}

/** The team's repositories, or the one of a collaborator; an owner writes where everybody talks. */
function writesTo({ organization, group: { holding } }: Grown): readonly string[] {
  switch (holding.as) {
    case 'team':
      return (
        organization.teams.find(({ slug }) => slug === holding.team)?.repositories ??
        CASES_TEAMS[holding.team] ??
        []
      )
    case 'collaborator':
      return [holding.repository]
    case 'owner':
      return [organization.common]
    case 'member':
      return []
  }
}

/** Where the teams of the cases write (sample/organizations.ts). */
const CASES_TEAMS: Readonly<Record<string, readonly string[]>> = {
  core: ['lichen', 'spores'],
  docs: ['lichen-docs', 'website'],
  editors: ['moss'],
}

function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
