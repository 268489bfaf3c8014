/** Carries an audit a few requests further, from the bookmark in the register. Never holds data between two steps. */

import type { GitHub } from '../github/client.ts'
import { GitHubTrouble } from '../github/trouble.ts'
import type { Outside } from '../outside.ts'
import { monthsBefore } from '../policy/calendar.ts'
import { leaseUntil } from '../policy/lease.ts'
import { Refusal } from '../policy/refusal.ts'
import { readRules } from '../policy/rules.ts'
import { advance, auditById, type Bookmark, type Fence, isLaneLost } from '../register/audits.ts'
import { together } from '../register/open.ts'
import { organizationById } from '../register/organizations.ts'
import { fail } from './finish.ts'
import type { Page, Run, Stage } from './stage.ts'
import { STAGES } from './stages.ts'

/** What a step came to; `used` are the requests of this lane's instance so far. */
export type Step = { readonly kind: 'go_on'; readonly used: number } | { readonly kind: 'finished' | 'lost' }

/** Tries of one page before it is passed by and noted as unread. */
const TRIES = 4
/** Waits that GitHub itself asks for are no failures, but they end some time: about a day of hourly resets. */
const LIMITED_TRIES = 24

/** Reads until the step's requests are spent. Throws where the page should be tried again, with the wait in the message. */
export async function carryOn(outside: Outside, fence: Fence): Promise<Step> {
  const audit = await auditById(outside.register, fence.auditId)
  if (audit === undefined || audit.lane !== fence.lane || audit.finishedAt !== null) return { kind: 'lost' }
  const org = await organizationById(outside.register, audit.orgId)
  if (org === undefined) return { kind: 'lost' }
  // Failed attempts spend the instance's requests too: what is left to do, even this page again, is the next one's.
  const used = audit.rest + audit.graphql - audit.laneBase
  if (used >= outside.deployment.requests.perInstance) return { kind: 'go_on', used }
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

async function readOn(outside: Outside, run: Run, fence: Fence): Promise<Step> {
  // Written by `advance` and `beginAudit` alone, as a Bookmark.
  let bookmark = JSON.parse(run.audit.bookmark) as Bookmark
  const commit = committer(outside, run, fence)
  // A page without a request costs its reading and writing in the register, which is as much.
  let pages = 0
  const isFull = () => Math.max(requestsOf(run.github), pages) >= outside.deployment.requests.perStep
  for (let stage = STAGES[bookmark.stage]; stage !== undefined; stage = STAGES[bookmark.stage]) {
    const here = bookmark.stage
    try {
      for await (const page of stage.read(run, bookmark.cursor)) {
        bookmark = behind(bookmark, page)
        await commit(bookmark, stage, page)
        pages += 1
        if (page.next === null) break
        if (isFull()) return { kind: 'go_on', used: commit.used() }
      }
      if (bookmark.stage === here) bookmark = behind(bookmark, NOTHING_TO_DO)
    } catch (error) {
      if (!(error instanceof GitHubTrouble)) throw await ours(commit, bookmark, stage, error)
      const page = await passedBy(run, bookmark, stage, error, commit)
      bookmark = behind(bookmark, page)
      await commit(bookmark, stage, page)
    }
    if (isFull()) return { kind: 'go_on', used: commit.used() }
  }
  return { kind: 'finished' }
}

const NOTHING_SPENT: Run['spent'] = {
  inventory: 0,
  credentials: 0,
  activity: 0,
  strict: 0,
  dates: 0,
  nothing: 0,
}

const NOTHING_TO_DO: Page = { statements: [], next: null }

/** The page past a trouble; throws where the same page should be tried again after a wait. */
async function passedBy(
  run: Run,
  bookmark: Bookmark,
  stage: Stage,
  error: GitHubTrouble,
  commit: Commit,
): Promise<Page> {
  const { trouble } = error
  const againOrPast = async (tries: number, waitSeconds: number) => {
    if (bookmark.failures + 1 >= tries) return stage.past(run, bookmark.cursor, error)
    await countFailure(commit, bookmark, stage, waitSeconds)
    throw error
  }
  switch (trouble.kind) {
    case 'bad_token':
      throw error
    case 'later':
      return againOrPast(trouble.limited ? LIMITED_TRIES : TRIES, trouble.retryAfterSeconds)
    case 'too_big':
      // Where a stage can ask for less it does, and never in the same shape; a page of fixed size can only be tried again.
      return stage.splits === true ? stage.past(run, bookmark.cursor, error) : againOrPast(TRIES, 1)
    case 'denied':
    case 'gone':
    case 'invalid':
      return stage.past(run, bookmark.cursor, error)
  }
}

/** A fault of our own: tried again a few times, then the audit ends and says where to look. */
async function ours(commit: Commit, bookmark: Bookmark, stage: Stage, error: unknown): Promise<unknown> {
  if (isLaneLost(error) || error instanceof Refusal) return error
  if (bookmark.failures + 1 >= TRIES) {
    const reference = crypto.randomUUID().slice(0, 8)
    console.error(
      JSON.stringify({
        event: 'audit_broke',
        reference,
        stage: stage.says,
        error: String(error),
        stack: error instanceof Error ? error.stack : null,
      }),
    )
    return new Refusal(
      'unavailable',
      `Something broke here while ${stage.says}; reference ${reference}. Nothing was judged; the next day's audit tries again.`,
    )
  }
  await countFailure(commit, bookmark, stage, 0)
  return error
}

async function countFailure(
  commit: Commit,
  bookmark: Bookmark,
  stage: Stage,
  waitSeconds: number,
): Promise<void> {
  await commit(
    { ...bookmark, failures: bookmark.failures + 1 },
    stage,
    { statements: [], next: bookmark.cursor },
    waitSeconds,
  )
}

function behind(bookmark: Bookmark, page: Page): Bookmark {
  return page.next === null
    ? { stage: bookmark.stage + 1, cursor: null, failures: 0 }
    : { stage: bookmark.stage, cursor: page.next, failures: 0 }
}

interface Commit {
  (bookmark: Bookmark, stage: Stage, page: Page, waitSeconds?: number): Promise<void>
  /** Requests of this instance, those of earlier steps included. */
  used(): number
}

/** Writes a page and the bookmark behind it in one batch, fenced by the lane. */
function committer(outside: Outside, run: Run, fence: Fence): Commit {
  const counted = { rest: 0, graphql: 0, graphqlPoints: 0 }
  const began = Date.now()
  const base = run.audit.rest + run.audit.graphql - run.audit.laneBase
  const commit = async (bookmark: Bookmark, stage: Stage, page: Page, waitSeconds = 0) => {
    const { rest, graphql, graphqlPoints } = run.github.counts
    const spent = {
      rest: rest - counted.rest,
      graphql: graphql - counted.graphql,
      graphqlPoints: graphqlPoints - counted.graphqlPoints,
    }
    const requests = spent.rest + spent.graphql
    const spentOn = { ...run.spent, [stage.spends]: run.spent[stage.spends] + requests }
    await together(run.register, [
      advance(run.register, fence, {
        bookmark,
        spentOn,
        step: stage.says,
        done: page.done ?? 0,
        total: page.total ?? 0,
        spent,
        leaseUntil: leaseUntil(outside.now, Date.now() - began + waitSeconds * 1000),
      }),
      ...page.statements,
    ])
    Object.assign(counted, { rest, graphql, graphqlPoints })
    Object.assign(run.spent, spentOn)
  }
  return Object.assign(commit, { used: () => base + requestsOf(run.github) })
}

function requestsOf(github: GitHub): number {
  return github.counts.rest + github.counts.graphql
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
