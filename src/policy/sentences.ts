/** Every sentence of judgement, in plain and kind English for volunteers. It never judges. */

import { printedDay } from './calendar.ts'
import type { Implausible } from './plausible.ts'
import type { Activity, ActivityKind, Gap, Id, Instant, Source, Verdict } from './words.ts'

/** Why an account has its verdict. `name` gives `owner/name` of a repository, null where it is not known. */
export function reasonOf(verdict: Verdict, name: (repository: Id | null) => string | null): string {
  switch (verdict.verdict) {
    case 'active':
      return `Last seen with ${actInWords(verdict.by, name(verdict.by.repository))}.`
    case 'inactive':
      return silentInWords(verdict, name)
    case 'new':
      return newInWords(verdict)
    case 'exempt':
      return exemptInWords(verdict)
    case 'unknown':
      return `Cannot tell: ${gapsInWords(verdict.gaps)} What was not read might have shown an act, so nothing is proposed.`
  }
}

function silentInWords(
  verdict: Extract<Verdict, { verdict: 'inactive' }>,
  name: (repository: Id | null) => string | null,
): string {
  const { implausible } = verdict
  const sentence = verdict.rareActsUnread
    ? `${silence(verdict, name)} ${RARE_ACTS_UNREAD}`
    : silence(verdict, name)
  if (implausible === undefined) return sentence
  const repository = { name: name(implausible.repository), createdAt: implausible.repositoryCreatedAt }
  return `${sentence} ${implausibleInWords(implausible, implausible.why, repository)}`
}

const RARE_ACTS_UNREAD =
  'Workflows started by hand, deployments and tags are still to be looked through in repositories where they can write; nothing is proposed before that.'

function silence(
  verdict: Extract<Verdict, { verdict: 'inactive' }>,
  name: (repository: Id | null) => string | null,
): string {
  if (verdict.newest) {
    return `No act of theirs was seen since ${printedDay(verdict.since)}. The newest was ${actInWords(verdict.newest, name(verdict.newest.repository))}.`
  }
  if (verdict.heldSinceBefore === null) {
    return `No act of theirs is known, and none was seen since ${printedDay(verdict.since)}.`
  }
  return `No act of theirs is known; access held since before ${printedDay(verdict.heldSinceBefore)} (the first audit that saw it).`
}

/**
 * The evidence in words: `A commit in lichen-lab/atlas on 1 January 2031 does not count: it is dated after this audit.`
 * Nothing in it accuses: a wrong clock and an imported history look the same.
 */
export function implausibleInWords(
  act: Pick<Activity, 'kind' | 'at'>,
  why: Implausible,
  repository: { name: string | null; createdAt: Instant | null },
): string {
  const said = actInWords(act, repository.name)
  return `${said.charAt(0).toUpperCase()}${said.slice(1)} does not count: ${whyInWords(why, repository.createdAt)}.`
}

function whyInWords(why: Implausible, createdAt: Instant | null): string {
  switch (why) {
    case 'after_the_audit':
      return 'it is dated after this audit'
    case 'before_the_repository': {
      const since = createdAt === null ? '' : ` (made on ${printedDay(createdAt)})`
      return `it is dated before the repository was there${since}`
    }
  }
}

/** An act in print: `a merged pull request in lichen-lab/atlas on 3 February 2026`. */
export function actInWords(act: Pick<Activity, 'kind' | 'at'>, repositoryName: string | null): string {
  const where = repositoryName === null ? '' : ` in ${repositoryName}`
  return `${ACTS[act.kind]}${where} on ${printedDay(act.at)}`
}

/** Sources that were not read, with where and why: at most three, and how many more. */
export function gapsInWords(gaps: readonly Gap[]): string {
  const told = gaps
    .slice(0, 3)
    .map((gap) => `${SOURCES[gap.source]} could not be read in ${gap.where} (${withoutStop(gap.reason)})`)
  const more = gaps.length - told.length
  return `${told.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
}

/** Words joined as people write them: `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}

/** A number with its noun: `1 repository`, `12 repositories`. */
export function counted(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

function newInWords(verdict: Extract<Verdict, { verdict: 'new' }>): string {
  const day = printedDay(verdict.since)
  switch (verdict.because) {
    case 'access':
      return `Has had access here only since ${day}: too short to judge.`
    case 'role':
      return `Has held this role only since ${day}: too short to judge.`
    case 'github_account':
      return `The GitHub account was made on ${day}: too young to judge.`
  }
}

function exemptInWords(verdict: Extract<Verdict, { verdict: 'exempt' }>): string {
  switch (verdict.because) {
    case 'exemption':
      return `Not judged${verdict.until === null ? '' : ` until ${printedDay(verdict.until)}`}: ${withoutStop(verdict.reason)}.`
    case 'sponsored_bot':
      return `A bot; ${verdict.reason} answers for it.`
  }
}

function withoutStop(sentence: string): string {
  return sentence.trim().replace(/\.+$/, '')
}

const ACTS: Readonly<Record<ActivityKind, string>> = {
  commit: 'a commit',
  push: 'a push',
  merge: 'a merged pull request',
  branch: 'a branch made or removed',
  tag: 'a tag',
  pull_request: 'an opened pull request',
  review: 'a review',
  issue: 'an opened issue',
  issue_comment: 'a comment',
  review_comment: 'a comment in a review',
  commit_comment: 'a comment on a commit',
  triage: 'triage (a label, an assignment, a closed issue)',
  release: 'a release',
  workflow_run: 'a started workflow',
  deployment: 'a deployment',
  discussion: 'an opened discussion',
  discussion_comment: 'a comment in a discussion',
  advisory: 'a security advisory',
}

const SOURCES: Readonly<Record<Source, string>> = {
  organization: "the organisation's settings",
  members: 'the list of members',
  two_factor: 'the state of two-factor authentication',
  outside_collaborators: 'the list of outside collaborators',
  teams: 'the teams',
  repositories: 'the list of repositories',
  direct_roles: 'the roles given directly',
  organization_invitations: 'the invitations to the organisation',
  repository_invitations: 'the invitations to repositories',
  deploy_keys: 'the deploy keys',
  fine_grained_tokens: 'the fine-grained tokens',
  token_requests: 'the requests for tokens',
  app_installations: 'the installed Apps',
  probe: 'what moved lately',
  contributions: 'the contributions (commits, pull requests, issues, reviews)',
  repository_activity: 'the pushes and merges',
  issue_comments: 'the comments on issues and pull requests',
  review_comments: 'the comments in reviews',
  commit_comments: 'the comments on commits',
  issue_events: 'the labels, assignments and closings of issues',
  releases: 'the releases',
  discussions: 'the discussions',
  workflow_runs: 'the workflows started by hand',
  deployments: 'the deployments and their approvals',
  tags: 'the tags',
  advisories: 'the security advisories',
  timelines: 'commits, issues and pull requests',
  newest_act: 'the newest act of all',
}
