/** The stage that counts stale access by what the register knows, with no request to GitHub. */

import { accessMap } from '../../policy/access/access-map.ts'
import { changeBetween, type StaleChange } from '../../policy/stale-access/change.ts'
import { isUnobservable, type Pair, pairsOf, type Target } from '../../policy/stale-access/pairs.ts'
import { sumsOf, unusedByHolder } from '../../policy/stale-access/sums.ts'
import { gapsOf, judgedReadings } from '../../policy/verdict/coverage.ts'
import type { Grant, Id } from '../../policy/words.ts'
import { findOpenCredentials } from '../../register/access/credentials.ts'
import { findOpenGrants } from '../../register/access/grants.ts'
import { findOpenRepositories } from '../../register/access/repositories.ts'
import { findUnseenHolders } from '../../register/activity/judged/unseen-holders.ts'
import { findUsesOfWrite } from '../../register/activity/uses-of-write.ts'
import { findReadThrough } from '../../register/activity/watermarks.ts'
import { findReadings } from '../../register/audits/readings.ts'
import { findStaleAccess, findStaleTargets, staleNowStatements } from '../../register/audits/stale-access.ts'
import { findDeeds } from '../../register/revocations/deeds.ts'
import type { ComputingStage, Run } from '../engine/stage.ts'

export const countStaleAccess: ComputingStage = {
  label: 'counting unused access',
  async *compute(run) {
    const { register, org, asOf, cutoff } = run
    const [grants, credentials, repositories] = await Promise.all([
      findOpenGrants(register, org.id),
      findOpenCredentials(register, org.id),
      findOpenRepositories(register, org.id),
    ])
    const writable = new Set(repositories.flatMap(({ id, archived }) => (archived ? [] : [id])))
    const used = await findUsesOfWrite(register, org.id, cutoff)
    const wasRead = await findWasRead(run, repositories.length)
    const pairs = pairsOf({ grants, credentials, writable, used, wasRead, cutoff, now: asOf })
    const change = await findChange(run, pairs, grants, writable)
    const unobservable = credentials.filter((credential) => isUnobservable(credential, asOf)).length
    const numbers = { ...sumsOf(pairs), at: asOf, auditId: run.audit.id, unobservable, change }
    yield { statements: staleNowStatements(register, org.id, numbers, unusedByHolder(pairs)), next: null }
  },
}

/** Whether everything was read in which an account could have used what it can write to. */
async function findWasRead(
  { register, org, audit, cutoff }: Run,
  repositories: number,
): Promise<(account: Id, target: Target) => boolean> {
  const readings = judgedReadings(await findReadings(register, audit.id), { ...org, repositories })
  const holdsUnseen = await findUnseenHolders(register, org.id, readings)
  const { recent, readThrough } = await findReadThrough(register, org.id, cutoff)
  // Where nothing changed there is nothing to read: nobody used anything there.
  const notRead = new Set([...recent].filter((id) => !readThrough.has(id)))
  const inDoubt = readings.filter(({ state }) => state.kind !== 'complete')
  return (account, target) => {
    if (target === 'organization' ? notRead.size > 0 : notRead.has(target)) return false
    if (inDoubt.length === 0) return true
    const concerning = inDoubt.filter(
      ({ scope }) => target === 'organization' || scope.kind !== 'repository' || scope.id === target,
    )
    return gapsOf(concerning, account, () => null, holdsUnseen(account)).length === 0
  }
}

/** What became of the pairs since the newest frozen moment; null where there is none. */
async function findChange(
  { register, org }: Run,
  pairs: readonly Pair[],
  grants: readonly Grant[],
  writable: ReadonlySet<Id>,
): Promise<StaleChange | null> {
  const { baseline, quarters } = await findStaleAccess(register, org.id)
  const before = quarters.at(-1) ?? baseline
  if (before === null) return null
  return changeBetween(await findStaleTargets(register, org.id, before.name), pairs, {
    deeds: await findDeeds(register, org.id, before.at),
    writable,
    map: accessMap(grants),
  })
}
