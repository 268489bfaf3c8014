/** Puts one act into words, and the reason why it does not count where its date is impossible. */

import { printedDay } from '../calendar.ts'
import { capitalized, listed } from '../english.ts'
import type { Activity, ActivityKind, Instant } from '../words.ts'
import type { Implausible } from './plausible.ts'

/** An act in words: `a merged pull request in lichen-lab/atlas on 3 February 2026`. */
export function actInWords(act: Pick<Activity, 'kind' | 'at'>, repositoryName: string | null): string {
  const where = repositoryName === null ? '' : ` in ${repositoryName}`
  return `${ACTS[act.kind]}${where} on ${printedDay(act.at)}`
}

/**
 * Why an act does not count: `A commit in lichen-lab/atlas on 1 January 2031 does not count: it is dated after this
 * audit.` The sentence accuses nobody: a wrong clock and an imported history look the same.
 */
export function implausibleInWords(
  act: Pick<Activity, 'kind' | 'at'>,
  why: Implausible,
  repository: { readonly name: string | null; readonly createdAt: Instant | null },
): string {
  const words = actInWords(act, repository.name)
  return `${capitalized(words)} does not count: ${whyInWords(why, repository.createdAt)}.`
}

/** What somebody was seen to do, each kind once: `review, comment and open issues`. */
export function seenToDo(kinds: readonly ActivityKind[]): string {
  return listed([...new Set(kinds.map((kind) => DOING[kind]))])
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
  administration: "an administrative act, by the organisation's audit log,",
}

const DOING: Readonly<Record<ActivityKind, string>> = {
  commit: 'commit',
  push: 'push',
  merge: 'merge',
  branch: 'make or remove branches',
  tag: 'tag',
  pull_request: 'open pull requests',
  review: 'review',
  issue: 'open issues',
  issue_comment: 'comment',
  review_comment: 'comment',
  commit_comment: 'comment',
  triage: 'label and close issues',
  release: 'release',
  workflow_run: 'start workflows',
  deployment: 'deploy',
  discussion: 'open discussions',
  discussion_comment: 'comment',
  advisory: 'handle advisories',
  administration: 'administer',
}
