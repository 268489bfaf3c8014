/** Reads what was removed: what the fake GitHub still grants, what was asked of it, and how revocations stand. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cast, Proposal } from './cast.ts'

const LOOK_EVERY = 100

/** Every path by which somebody holds anything in an organisation. */
export function heldBy(cast: Cast, organization: string, login: string): string[] {
  const { world } = cast.whole()
  const org = world.organization(organization)
  const has = (rows: readonly { login?: string | undefined }[]) => rows.some((row) => row.login === login)
  return [
    ...(has(org?.members ?? []) ? ['membership'] : []),
    ...(org?.teams ?? []).filter((team) => has(team.members)).map(({ slug }) => `team ${slug}`),
    ...world
      .repositoriesOf(organization)
      .filter(({ collaborators }) => has(collaborators))
      .map(({ name }) => `repository ${name}`),
  ]
}

/** The accounts among the proposals that hold nothing any more. */
export function removedOf(cast: Cast, proposals: readonly Proposal[]): Proposal[] {
  return proposals.filter(
    ({ subject }) =>
      subject.kind === 'account' && heldBy(cast, cast.home.login, subject.login ?? '').length === 0,
  )
}

/** Accounts on which an owner's or administrator's right is not at stake. */
export function usualAccounts({ home }: Cast): Proposal[] {
  return home.proposals.filter(({ subject, risk }) => subject.kind === 'account' && !risk.privileged)
}

/** Calls that took something away, as GitHub got them. */
export function removalCalls(cast: Cast): string[] {
  return cast
    .whole()
    .github.requests.log.filter(({ method }) => method === 'DELETE')
    .map(({ method, path }) => `${method} ${path}`)
}

/** Waits until no revocation is under way, at most so long. */
export async function rested(cast: Cast, patienceMs = 30_000): Promise<void> {
  for (const until = performance.now() + patienceMs; performance.now() < until; await sleep(LOOK_EVERY)) {
    const [row] = await cast.rows<{ n: number }>(
      "select count(*) as n from revocations where status in ('pending', 'running')",
    )
    if (row?.n === 0) return
  }
}
