/** Runs one step of an audit: reads on from the checkpoint in the register until the step's requests are spent. */

import { GitHubTrouble } from '../../github/http/errors.ts'
import type { Platform } from '../../platform.ts'
import { hoursAfter, isBefore, monthsBefore } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { FIRST_CHECKPOINT, findAudit } from '../../register/audits/audits.ts'
import { type AuditInstance, isOvertaken } from '../../register/audits/checkpoint.ts'
import { findOrganizationById } from '../../register/organizations.ts'
import type { Checkpoint } from '../../register/schema.ts'
import { failAudit } from '../finish.ts'
import { STAGES, stageNameAt } from '../stages.ts'
import { NOTHING_SPENT, pageCommitter, requestsOf } from './commit-page.ts'
import { ownFault, pageAfterTrouble } from './retry.ts'
import type { Page, Run } from './stage.ts'

/** The outcome of a step. `used` is how many requests this instance has sent so far; `lost`: the audit has ended or another instance has taken over. */
export type Step = { readonly kind: 'go_on'; readonly used: number } | { readonly kind: 'finished' | 'lost' }

/** Throws where the page should be retried, with the wait in the message. */
export async function runStep(platform: Platform, instance: AuditInstance): Promise<Step> {
  const audit = await findAudit(platform.register, instance.auditId)
  if (audit === undefined || audit.instance !== instance.instance || audit.finishedAt !== null)
    return { kind: 'lost' }
  const org = await findOrganizationById(platform.register, audit.orgId)
  if (org === undefined) return { kind: 'lost' }
  // Failed attempts count too: once the budget is spent the next instance goes on, even with this same page.
  const used = audit.rest + audit.graphql - audit.instanceBase
  if (used >= platform.deployment.requests.perInstance) return { kind: 'go_on', used }
  if (isBefore(audit.asOf, hoursAfter(platform.now, -MAX_AGE_HOURS))) {
    await failAudit(platform, org, audit, instance, TOO_OLD)
    return { kind: 'finished' }
  }
  const github = platform.github(org)
  try {
    const rules = readRules(org.rules)
    const run: Run = {
      audit,
      org,
      github,
      register: platform.register,
      rules,
      asOf: audit.asOf,
      cutoff: monthsBefore(audit.asOf, rules.windowMonths),
      webUrl: platform.deployment.webUrl,
      spent: { ...NOTHING_SPENT, ...audit.spent },
    }
    return await readOn(platform, run, instance)
  } catch (error) {
    if (isOvertaken(error)) return { kind: 'lost' }
    const sentence = failureSentence(error)
    if (sentence === null) {
      console.warn(JSON.stringify({ event: 'audit_waits', audit: instance.auditId, error: chainOf(error) }))
      throw error
    }
    await failAudit(platform, org, audit, instance, sentence)
    return { kind: 'finished' }
  }
}

/**
 * An audit leaves out what happened after its moment, so one that stopped for long (its organisation was not served
 * meanwhile) would judge by old data. A day of waiting for GitHub's limits is shorter than this.
 */
const MAX_AGE_HOURS = 48
const TOO_OLD =
  'This audit began more than two days ago and lay still meanwhile, so it was ended. Nothing was judged; the next one begins anew.'

async function readOn(platform: Platform, run: Run, instance: AuditInstance): Promise<Step> {
  let checkpoint = isOfThisVersion(run.audit.checkpoint) ? run.audit.checkpoint : FIRST_CHECKPOINT
  const commit = pageCommitter(platform, run, instance)
  // A page without requests, or a stage with nothing to do, still queries the register: each counts like one request.
  let work = 0
  const isFull = () => Math.max(requestsOf(run.github), work) >= platform.deployment.requests.perStep
  for (let stage = STAGES[checkpoint.stage]; stage !== undefined; stage = STAGES[checkpoint.stage]) {
    const current = checkpoint.stage
    if (stage.exclusive && work > 0) return { kind: 'go_on', used: commit.used() }
    try {
      for await (const page of stage.read(run, checkpoint.cursor)) {
        checkpoint = checkpointAfter(checkpoint, page)
        await commit(checkpoint, stage, page)
        work += stage.exclusive ? COMPUTING_PAGE : 1
        if (page.next === null) break
        if (isFull()) return { kind: 'go_on', used: commit.used() }
      }
      if (checkpoint.stage === current) {
        checkpoint = checkpointAfter(checkpoint, NOTHING_TO_DO)
        await commit(checkpoint, stage, NOTHING_TO_DO)
        work += 1
      }
    } catch (error) {
      if (!(error instanceof GitHubTrouble)) throw await ownFault(commit, checkpoint, stage, error)
      const page = await pageAfterTrouble(run, checkpoint, stage, error, commit)
      checkpoint = checkpointAfter(checkpoint, page)
      await commit(checkpoint, stage, page)
    }
    if (isFull() || stage.exclusive) return { kind: 'go_on', used: commit.used() }
  }
  return { kind: 'finished' }
}

/** A page of a computing stage takes about as much CPU as this many requests. */
const COMPUTING_PAGE = 4

const NOTHING_TO_DO: Page = { statements: [], next: null }

/**
 * Whether the checkpoint names a stage of this version. One that another version wrote may stand for another stage, or for
 * none, and an audit that skipped stages would end as complete: it reads everything again, which changes nothing twice.
 */
function isOfThisVersion({ stage, name }: Checkpoint): boolean {
  return name === undefined ? stage === 0 : name === stageNameAt(stage)
}

function checkpointAfter(checkpoint: Checkpoint, page: Page): Checkpoint {
  const stage = page.next === null ? checkpoint.stage + 1 : checkpoint.stage
  return { stage, name: stageNameAt(stage), cursor: page.next, failures: 0 }
}

/** Why the whole audit cannot go on, as a sentence for the owners; null where a retry may help. */
function failureSentence(error: unknown): string | null {
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
