/** The people of the groups, each with a login, a day on which they came and a last month. Nothing in it is by chance. */
import { GROWN, type Group, type GrownOrganization } from './groups.ts'
import { loginOf, nameOf } from './names.ts'

const DAY = 86_400_000

export interface Grown {
  readonly organization: GrownOrganization
  readonly group: Group
  /** Of all people of the grown world. */
  readonly n: number
  readonly login: string
  readonly name: string
  readonly joined: number
  /** Their last act; null: none. */
  readonly lastAct: number | null
}

/** All of them, as of the world's present; the same at each call. */
export function grownPeople(now: number): readonly Grown[] {
  let n = -1
  return GROWN.flatMap((organization) =>
    organization.groups.flatMap((group) =>
      Array.from({ length: group.count }, (_, i): Grown => {
        n += 1
        const name = nameOf(n)
        return {
          ...{ organization, group, n, name, login: loginOf(name) },
          joined: joinedOf(group, i),
          lastAct: lastActOf(group, n, now),
        }
      }),
    ),
  )
}

function joinedOf({ count, joined = ['2019-06', '2022-06'] }: Group, i: number): number {
  const [from, to] = joined.map((month) => Date.parse(`${month}-03T09:00:00Z`))
  return (from ?? 0) + (((to ?? 0) - (from ?? 0)) / count) * (i + 0.5)
}

/** Those who fell silent did so one after another, in the months before. */
function lastActOf({ until }: Group, n: number, now: number): number | null {
  if (until === null) return null
  if (until === 'steady') return now - (1 + ((n * 5) % 40)) * DAY
  return Date.parse(`${until}-20T15:00:00Z`) - ((n * 13) % 90) * DAY
}
