/** What one act is: a row of a world file's `activity`. */

/** Kinds of the base format first, then the extensions documented in fake-github/README.md. */
export const actKinds = [
  'commit',
  'push',
  'merge',
  'pull_request',
  'review',
  'issue',
  'issue_comment',
  'review_comment',
  'release',
  'audit',
  'label',
  'close',
  'assign',
  'branch',
  'tag',
  'commit_comment',
  'discussion',
  'discussion_comment',
  'workflow_dispatch',
  'workflow_rerun',
  'deployment_approval',
  'scheduled_run',
  'deployment',
  'mention',
  'review_request',
  'advisory',
] as const
export type ActKind = (typeof actKinds)[number]

/** One row of `activity`. `id` is the row's place in time, and serves as GitHub's id of comment, event, run… */
export type Act = {
  readonly id: number
  actor: string
  readonly kind: ActKind
  readonly owner: string
  repo: string
  readonly at: string
  /** Issue, pull request or discussion number; invented and stable where the file has none. */
  n: number | null
  readonly sha: string
  readonly branch: string | null
  /** REST's name of an event on a thread, where it is not the kind's own: `unlabeled`, `added_to_merge_queue`… */
  readonly action: string | null
  /** Git committer date where it is not the author date. */
  readonly committed_at: string | null
  /** Logins named in `Co-authored-by` trailers. */
  readonly co_authors: readonly string[]
  /** The commit's e-mail address belongs to no account. */
  readonly unlinked: boolean
  /** `APPROVED` and so on, for reviews. */
  readonly state: string | null
  /** `force_push`, `branch_deletion`…, for pushes. */
  readonly activity_type: string | null
  /** To whom it was done: the assignee, the requested reviewer. */
  readonly subject: string | null
  /** An App did it in the actor's name. */
  readonly via_app: boolean
}
export type ActRow = Pick<Act, 'actor' | 'kind' | 'owner' | 'repo' | 'at'> & {
  [K in Exclude<keyof Act, 'id' | 'actor' | 'kind' | 'owner' | 'repo' | 'at'>]?: Act[K] | null | undefined
}
