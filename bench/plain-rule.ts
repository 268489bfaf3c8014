/** Holds the Worker's verdicts against the plain rule on the world itself: six calendar months without an act. */
import type { World } from '../fake-github/world/world.ts'
import type { AccountRow } from '../local/api.ts'
import { instant, isBefore, monthsBefore } from '../src/policy/calendar.ts'

export interface Fairness {
  readonly accounts: number
  readonly verdicts: Readonly<Record<string, number>>
  /** Called inactive in spite of an act inside the window: must be empty. */
  readonly wronglyFlagged: readonly string[]
  /** Called active without an act inside the window: must be empty. */
  readonly wronglyCleared: readonly string[]
  /** Holders in the world whom the register does not have, and the other way round: must be empty. */
  readonly strangers: readonly string[]
}

/** Compares as of the audit's moment. */
export function byPlainRule(
  world: World,
  organization: string,
  asOf: string,
  accounts: readonly AccountRow[],
): Fairness {
  const cutoff = monthsBefore(instant(asOf), 6)
  const isActive = (login: string) => {
    const [newest] = world.acts.by(login, organization)
    return newest !== undefined && !isBefore(instant(newest.at), cutoff)
  }
  const printed = (verdict: string, active: boolean) =>
    accounts
      .filter((account) => account.verdict === verdict && isActive(account.login) === active)
      .map(({ login }) => login)
  const [holders, listed] = [holdersOf(world, organization), new Set(accounts.map(({ login }) => login))]
  const verdicts: Record<string, number> = {}
  for (const { verdict } of accounts) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
  return {
    accounts: accounts.length,
    verdicts,
    wronglyFlagged: printed('inactive', true),
    wronglyCleared: printed('active', false),
    strangers: [
      ...[...holders].filter((login) => !listed.has(login)),
      ...[...listed].filter((login) => !holders.has(login)),
    ],
  }
}

function holdersOf(world: World, organization: string): Set<string> {
  const members = world.organization(organization)?.members ?? []
  const direct = world.repositoriesOf(organization).flatMap(({ collaborators }) => collaborators)
  return new Set([...members, ...direct].map(({ login }) => login))
}
