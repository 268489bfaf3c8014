/** Carries an audit a few requests further, from the bookmark in the register. Never holds data between two steps. */

import { GitHubTrouble } from '../../github/http/errors.ts'
import type { Outside } from '../../platform.ts'
import { hoursAfter, isBefore, monthsBefore } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { auditById } from '../../register/audits/audits.ts'
import { type Bookmark, type Fence, isLaneLost } from '../../register/audits/checkpoint.ts'
import { organizationById } from '../../register/organizations.ts'
import { fail } from '../finish.ts'
import { STAGES } from '../stages.ts'
import { committer, NOTHING_SPENT, requestsOf } from './commit-page.ts'
import { ours, passedBy } from './retry.ts'
import type { Page, Run } from './stage.ts'

/** What a step came to; `used` are the requests of this lane's instance so far. */
export type Step = { readonly kind: 'go_on'; readonly used: number } | { readonly kind: 'finished' | 'lost' }

/** Reads until the step's requests are spent. Throws where the page should be tried again, with the wait in the message. */
export async function carryOn(outside: Outside, fence: Fence): Promise<Step> {
  const audit = await auditById(outside.register, fence.auditId)
  if (audit === undefined || audit.lane !== fence.lane || audit.finishedAt !== null) return { kind: 'lost' }
  const org = await organizationById(outside.register, audit.orgId)
  if (org === undefined) return { kind: 'lost' }
  // Failed attempts spend the instance's requests too: what is left to do, even this page again, is the next one's.
  const used = audit.rest + audit.graphql - audit.laneBase
  if (used >= outside.deployment.requests.perInstance) return { kind: 'go_on', used }
  if (isBefore(audit.asOf, hoursAfter(outside.now, -OLDEST_HOURS))) {
    await fail(outside, org, audit, fence, OLD)
    return { kind: 'finished' }
  }
  const github = outside.github(org)
  try {
    const rules = readRules(org.rules)
    const run: Run = {
      audit,
      org,
      github,
      register: outside.register,
      rules,
      asOf: audit.asOf,
      cutoff: monthsBefore(audit.asOf, rules.windowMonths),
      webUrl: outside.deployment.webUrl,
      // Written by `committer` alone.
      spent: { ...NOTHING_SPENT, ...(JSON.parse(audit.spent) as Partial<Run['spent']>) },
    }
    return await readOn(outside, run, fence)
  } catch (error) {
    if (isLaneLost(error)) return { kind: 'lost' }
    const sentence = endOf(error)
    if (sentence === null) {
      console.warn(JSON.stringify({ event: 'audit_waits', audit: fence.auditId, error: chainOf(error) }))
      throw error
    }
    await fail(outside, org, audit, fence, sentence)
    return { kind: 'finished' }
  }
}

/**
 * What happened since an audit's moment is left out of it, so one that lay still for long (its organisation was not
 * served meanwhile) would judge by old news. A day of GitHub's limits is no such thing.
 */
const OLDEST_HOURS = 48
const OLD =
  'This audit began more than two days ago and lay still meanwhile, so it was ended. Nothing was judged; the next one begins anew.'

async function readOn(outside: Outside, run: Run, fence: Fence): Promise<Step> {
  // Written by `advance` and `beginAudit` alone, as a Bookmark.
  let bookmark = JSON.parse(run.audit.bookmark) as Bookmark
  const commit = committer(outside, run, fence)
  // A page without a request costs its reading and writing in the register, and a stage with nothing to do its looking: as much.
  let work = 0
  const isFull = () => Math.max(requestsOf(run.github), work) >= outside.deployment.requests.perStep
  for (let stage = STAGES[bookmark.stage]; stage !== undefined; stage = STAGES[bookmark.stage]) {
    const here = bookmark.stage
    if (stage.alone && work > 0) return { kind: 'go_on', used: commit.used() }
    try {
      for await (const page of stage.read(run, bookmark.cursor)) {
        bookmark = behind(bookmark, page)
        await commit(bookmark, stage, page)
        work += stage.alone ? COMPUTED : 1
        if (page.next === null) break
        if (isFull()) return { kind: 'go_on', used: commit.used() }
      }
      if (bookmark.stage === here) {
        bookmark = behind(bookmark, NOTHING_TO_DO)
        await commit(bookmark, stage, NOTHING_TO_DO)
        work += 1
      }
    } catch (error) {
      if (!(error instanceof GitHubTrouble)) throw await ours(commit, bookmark, stage, error)
      const page = await passedBy(run, bookmark, stage, error, commit)
      bookmark = behind(bookmark, page)
      await commit(bookmark, stage, page)
    }
    if (isFull() || stage.alone) return { kind: 'go_on', used: commit.used() }
  }
  return { kind: 'finished' }
}

/** A page of a stage that computes more than it asks takes the processor about as long as so many requests. */
const COMPUTED = 4

const NOTHING_TO_DO: Page = { statements: [], next: null }

function behind(bookmark: Bookmark, page: Page): Bookmark {
  return page.next === null
    ? { stage: bookmark.stage + 1, cursor: null, failures: 0 }
    : { stage: bookmark.stage, cursor: page.next, failures: 0 }
}

/** Why the whole audit cannot go on, as a sentence for the owner; null where trying again may help. */
function endOf(error: unknown): string | null {
  if (error instanceof Refusal) return error.sentence
  if (error instanceof GitHubTrouble) {
    if (error.trouble.kind === 'bad_token')
      return `${error.message} Set a valid one and start the audit again; nothing was changed.`
    return null
  }
  if (error instanceof Error && error.name === 'KeyProblem') return error.message
  return null
}

/** An error with its causes, for the log. */
function chainOf(error: unknown): string[] {
  const chain: string[] = []
  for (let e: unknown = error; e instanceof Error; e = e.cause) chain.push(e.message)
  return chain
}
