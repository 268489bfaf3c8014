/** Runs one step of an audit: reads on from the checkpoint in the register until the step's requests are spent. */

import { GitHubTrouble } from '../../github/http/errors.ts'
import type { Platform } from '../../platform.ts'
import { hoursAfter, isBefore, monthsBefore } from '../../policy/calendar.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { FIRST_CHECKPOINT, findAudit } from '../../register/audits/audits.ts'
import { type AuditInstance, isOvertaken } from '../../register/audits/checkpoint.ts'
import type { Checkpoint } from '../../register/schema.ts'
import { failAudit } from '../finish.ts'
import { STAGES, stageNameAt } from '../stages.ts'
import { NOTHING_SPENT, pageCommitter, requestsOf } from './commit-page.ts'
import { oddRowStatements } from './odd-rows.ts'
import { pageAfterFailure } from './retry.ts'
import type { Page, Run, Stage } from './stage.ts'

/**
 * The outcome of a step. `stage` is shown in Cloudflare's dashboard. `full`: this instance has spent its requests, and the next
 * one continues. `lost`: the audit has ended, or another instance has taken over.
 */
export type StepOutcome =
  | { readonly kind: 'go_on'; readonly stage: string }
  | { readonly kind: 'full' | 'finished' | 'lost' }

/** `attempt` is the step's, from 1. Throws what a wait may mend, with GitHub's wait in the message. */
export async function runStep(
  platform: Platform,
  instance: AuditInstance,
  attempt: number,
): Promise<StepOutcome> {
  const found = await findAudit(platform.register, instance.auditId)
  if (found === undefined) return { kind: 'lost' }
  const { audit, org } = found
  if (audit.instance !== instance.instance || audit.finishedAt !== null) return { kind: 'lost' }
  // Failed attempts count too: once the requests are spent the next instance goes on, even with this same page.
  if (audit.rest + audit.graphql - audit.instanceBase >= platform.deployment.requests.perInstance)
    return { kind: 'full' }
  if (isBefore(audit.asOf, hoursAfter(platform.now, -MAX_AGE_HOURS))) {
    await failAudit(platform, org, audit, instance, TOO_OLD)
    return { kind: 'finished' }
  }
  try {
    const rules = readRules(org.rules)
    const run: Run = {
      audit,
      org,
      github: platform.github(org),
      register: platform.register,
      rules,
      asOf: audit.asOf,
      cutoff: monthsBefore(audit.asOf, rules.windowMonths),
      webUrl: platform.deployment.webUrl,
      spent: { ...NOTHING_SPENT, ...audit.spent },
    }
    return await readOn(platform, run, instance, attempt)
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

async function readOn(
  platform: Platform,
  run: Run,
  instance: AuditInstance,
  attempt: number,
): Promise<StepOutcome> {
  const { perInstance, perStep } = platform.deployment.requests
  const commit = pageCommitter(platform, run, instance)
  let checkpoint = isOfThisVersion(run.audit.checkpoint) ? run.audit.checkpoint : FIRST_CHECKPOINT
  // A page without requests, or a stage with nothing to do, still queries the register: each counts like one request.
  let work = 0
  const advance = async (stage: Stage, page: Page) => {
    checkpoint = checkpointAfter(checkpoint, page)
    await commit(checkpoint, stage, {
      ...page,
      statements: [...page.statements, ...oddRowStatements(run, stage)],
    })
    work += 'compute' in stage ? COMPUTING_PAGE : 1
  }
  // After a failed attempt a step ends with its first page, so that each page has attempts of its own.
  const isFull = () => attempt > 1 || Math.max(requestsOf(run.github), work) >= perStep
  const goOn = (): StepOutcome =>
    commit.used() >= perInstance ? { kind: 'full' } : { kind: 'go_on', stage: stageNameAt(checkpoint.stage) }
  for (let stage = STAGES[checkpoint.stage]; stage !== undefined; stage = STAGES[checkpoint.stage]) {
    if ('compute' in stage && work > 0) return goOn()
    const current = checkpoint.stage
    try {
      for await (const page of pagesOf(stage, run, checkpoint.cursor)) {
        await advance(stage, page)
        if (page.next === null) break
        if (isFull()) return goOn()
      }
      if (checkpoint.stage === current) await advance(stage, NOTHING_TO_DO)
    } catch (error) {
      await advance(stage, await pageAfterFailure(run, { stage, checkpoint, attempt }, error, commit))
    }
    if (isFull() || 'compute' in stage) return goOn()
  }
  return { kind: 'finished' }
}

function pagesOf(stage: Stage, run: Run, cursor: unknown): AsyncGenerator<Page> {
  return 'compute' in stage ? stage.compute(run, cursor) : stage.read(run, cursor)
}

/** A page of a computing stage takes about as much CPU as this many requests. */
const COMPUTING_PAGE = 4

const NOTHING_TO_DO: Page = { statements: [], next: null }

/** Whether the checkpoint names a stage of this version; where not, stages might be skipped, so everything is read again. */
function isOfThisVersion({ stage, name }: Checkpoint): boolean {
  return name === undefined ? stage === 0 : name === stageNameAt(stage)
}

function checkpointAfter({ stage: current }: Checkpoint, page: Page): Checkpoint {
  const stage = page.next === null ? current + 1 : current
  return { stage, name: stageNameAt(stage), cursor: page.next }
}

/** Why the whole audit cannot go on, as a sentence for the owners; null where a retry may help. */
function failureSentence(error: unknown): string | null {
  if (error instanceof Refusal) return error.sentence
  if (error instanceof GitHubTrouble) {
    switch (error.trouble.kind) {
      case 'bad_token':
        return `${error.message} Set a valid one and start the audit again; nothing was changed.`
      case 'shut_out':
        return `${error.message} Nothing was judged; the next audit tries again.`
      default:
        return null
    }
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
