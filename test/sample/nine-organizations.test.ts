/** The invented nine organisations: what is said of each person is what the rows show, and every kind of act is somebody's only one. */
import { beforeAll, describe, expect, it } from 'vitest'
import { actKinds } from '../../fake-github/world/act.ts'
import type { Kind, Person } from '../../sample/nine-organizations/organization.ts'
import { ORGANIZATIONS } from '../../sample/nine-organizations/world.ts'
import { type PlainAct, worldsToTest } from '../fixtures/whole/worlds.ts'

/** Six calendar months before the present. */
const WINDOW = '2026-05-22T06:00:00Z'
/** Rows of these kinds carry a login and are nobody's act, or show in no source of the free plan. */
const NOT_ACTS: readonly Kind[] = ['audit', 'mention', 'scheduled_run']
const everyone = ORGANIZATIONS.flatMap(({ login: organization, people }) =>
  people.map((person) => ({ organization, ...person })),
)

describe('the invented nine organisations', () => {
  let actsOf: (organization: string, login: string) => readonly PlainAct[]

  beforeAll(async () => {
    const [invented] = worldsToTest()
    const acts = (await invented?.read())?.acts
    actsOf = (organization, login) => acts?.get(`${organization}/${login}`) ?? []
  })

  it.each([...actKinds.filter((kind) => !NOT_ACTS.includes(kind)), 'co_author' as const])(
    'hold somebody whose only act is %s',
    (kind) => {
      const [found] = everyone.filter(({ did }) => did.is === 'only' && did.kind === kind)
      const acts = actsOf(found?.organization ?? '', found?.login ?? '')
      expect(acts.map((act) => act.kind)).toEqual([kind === 'co_author' ? 'commit' : kind])
      expect(acts[0]?.actor === found?.login).toBe(kind !== 'co_author')
    },
  )

  it.each(ORGANIZATIONS.map((organization) => [organization.login, organization] as const))(
    'hold of each person in %s what is said of them',
    (login, { people }) => {
      expect(people.filter((person) => !isTrue(person, actsOf(login, person.login)))).toEqual([])
    },
  )

  it('have, each of them, an owner who is active and one who is not, as the real ones', () => {
    const owners = ORGANIZATIONS.map(({ people }) => people.filter(({ role }) => role === 'admin'))
    expect(owners.filter((some) => !some.some(isActive) || some.every(isActive))).toEqual([])
  })

  it('have people who are active in one organisation and inactive in another', () => {
    const shared = [...Map.groupBy(everyone, ({ login }) => login).values()]
    const mixed = shared.filter((places) => places.some(isActive) && !places.every(isActive))
    expect(mixed.length).toBeGreaterThan(5)
  })
})

function isActive({ did }: Pick<Person, 'did'>): boolean {
  return did.is === 'works' || did.is === 'only'
}

/** Whoever works acts often, the others did exactly what is said, or it was the last thing they did. */
function isTrue({ did }: Person, acts: readonly PlainAct[]): boolean {
  const moments = acts.map(({ at }) => at).sort()
  if (did.is === 'never') return acts.length === 0
  if (did.is === 'works') return moments.filter((at) => at >= WINDOW).length > 10
  const isInside = did.at >= WINDOW
  return moments.at(-1) === did.at && (did.is === 'only' ? isInside && acts.length === 1 : !isInside)
}
