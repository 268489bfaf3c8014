/** Every kind of event that GitHub tells of issues and pull requests, and whether it is an act of the person whom it names. */

import type { ActivityKind } from '../../policy/words.ts'

/** One kind: what it is called in GraphQL's timelines and in REST's list of issue events, and whose act it is. */
export type EventKind = Named &
  (
    | {
        readonly whose: 'own'
        readonly as: ActivityKind
        /** REST's field for who did it; everywhere else it is the `actor`. */
        readonly doneBy: 'actor' | 'assigner' | 'review_requester'
      }
    /** The actor did nothing (it was done to them), or there is none: a consequence of something that is read elsewhere. */
    | { readonly whose: 'somebody_elses' | 'nobodys' }
  )

interface Named {
  /** In which of GraphQL's timelines it occurs. */
  readonly on: 'both' | 'pulls' | 'neither'
  /** GraphQL's type; null where only REST lists it. */
  readonly type: string | null
  /** REST's name; null where its list of issue events has none of it. */
  readonly event: string | null
}

/**
 * Types: the unions IssueTimelineItems and PullRequestTimelineItems of GitHub's schema, whose descriptions name the events.
 * Names and actors: https://docs.github.com/rest/using-the-rest-api/issue-event-types
 */
export const EVENT_KINDS: readonly EventKind[] = [
  own('both', 'IssueComment', null, 'issue_comment'), // REST lists comments
  own('pulls', 'PullRequestReview', null, 'review'), // REST lists reviews, pull request by pull request
  own('pulls', 'MergedEvent', 'merged', 'merge'),
  // Merging through a queue; the push is a bot's. Taken out by a failed check, the actor is that bot.
  own('pulls', 'AddedToMergeQueueEvent', 'added_to_merge_queue', 'merge'),
  own('pulls', 'RemovedFromMergeQueueEvent', 'removed_from_merge_queue'),
  own('pulls', 'AutoMergeEnabledEvent', 'auto_merge_enabled'),
  own('pulls', 'AutoMergeDisabledEvent', 'auto_merge_disabled'),
  own('pulls', 'AutoRebaseEnabledEvent', 'auto_rebase_enabled'),
  own('pulls', 'AutoSquashEnabledEvent', 'auto_squash_enabled'),

  own('both', 'LabeledEvent', 'labeled'),
  own('both', 'UnlabeledEvent', 'unlabeled'),
  own('both', 'ClosedEvent', 'closed'),
  own('both', 'ReopenedEvent', 'reopened'),
  // Of an assignment REST's actor is the assignee.
  own('both', 'AssignedEvent', 'assigned', 'triage', 'assigner'),
  own('both', 'UnassignedEvent', 'unassigned', 'triage', 'assigner'),
  own('both', 'MilestonedEvent', 'milestoned'),
  own('both', 'DemilestonedEvent', 'demilestoned'),
  own('both', 'RenamedTitleEvent', 'renamed'),
  own('both', 'LockedEvent', 'locked'),
  own('both', 'UnlockedEvent', 'unlocked'),
  own('both', 'PinnedEvent', 'pinned'),
  own('both', 'UnpinnedEvent', 'unpinned'),
  own('both', 'TransferredEvent', 'transferred'),
  own('both', 'ConvertedToDiscussionEvent', 'converted_to_discussion'),
  own('both', 'CommentDeletedEvent', 'comment_deleted'),
  own('both', 'UserBlockedEvent', 'user_blocked'), // by an owner, from a comment of the blocked one

  own('both', 'MarkedAsDuplicateEvent', 'marked_as_duplicate'),
  own('both', 'UnmarkedAsDuplicateEvent', 'unmarked_as_duplicate'),
  own('both', 'ConnectedEvent', 'connected'),
  own('both', 'DisconnectedEvent', 'disconnected'),
  own('both', 'SubIssueAddedEvent', 'sub_issue_added'),
  own('both', 'SubIssueRemovedEvent', 'sub_issue_removed'),
  own('both', 'ParentIssueAddedEvent', 'parent_issue_added'),
  own('both', 'ParentIssueRemovedEvent', 'parent_issue_removed'),
  own('neither', null, 'blocked_by_added'),
  own('neither', null, 'blocked_by_removed'),
  own('neither', null, 'blocking_added'),
  own('neither', null, 'blocking_removed'),
  own('neither', null, 'issue_type_added'),
  own('neither', null, 'issue_type_changed'),
  own('neither', null, 'issue_type_removed'),

  // A project's own workflows act as a bot.
  own('both', 'AddedToProjectEvent', 'added_to_project'),
  own('both', 'MovedColumnsInProjectEvent', 'moved_columns_in_project'),
  own('both', 'RemovedFromProjectEvent', 'removed_from_project'),
  own('both', 'ConvertedNoteToIssueEvent', 'converted_note_to_issue'),
  own('neither', null, 'added_to_project_v2'),
  own('neither', null, 'project_v2_item_status_changed'),
  own('neither', null, 'removed_from_project_v2'),
  own('neither', null, 'converted_from_draft'),

  own('pulls', 'ReviewRequestedEvent', 'review_requested', 'triage', 'review_requester'),
  // Here REST's review_requester is who once asked; the actor took it back.
  own('pulls', 'ReviewRequestRemovedEvent', 'review_request_removed'),
  own('pulls', 'ReviewDismissedEvent', 'review_dismissed'),
  own('pulls', 'ReadyForReviewEvent', 'ready_for_review'),
  own('pulls', 'ConvertToDraftEvent', 'convert_to_draft'),
  own('pulls', 'BaseRefChangedEvent', 'base_ref_changed'),
  own('pulls', 'BaseRefDeletedEvent', 'base_ref_deleted', 'branch'),
  own('pulls', 'BaseRefForcePushedEvent', 'base_ref_force_pushed', 'push'),
  // A head may be a branch of a fork, so these are no proof of a push here.
  own('pulls', 'HeadRefDeletedEvent', 'head_ref_deleted'),
  own('pulls', 'HeadRefForcePushedEvent', 'head_ref_force_pushed'),
  own('pulls', 'HeadRefRestoredEvent', 'head_ref_restored'),

  somebodyElses('both', 'MentionedEvent', 'mentioned'), // the actor was mentioned
  somebodyElses('both', 'SubscribedEvent', 'subscribed'), // also by being mentioned, assigned or asked
  nobodys('both', 'UnsubscribedEvent', 'unsubscribed'), // watching is no act, and neither is ceasing to
  nobodys('both', 'CrossReferencedEvent', null), // of a text that counts where it was written
  nobodys('both', 'ReferencedEvent', 'referenced'), // of a commit message
  nobodys('pulls', 'AutomaticBaseChangeFailedEvent', 'automatic_base_change_failed'), // GitHub's, when a base is deleted
  nobodys('pulls', 'AutomaticBaseChangeSucceededEvent', 'automatic_base_change_succeeded'),
  // Mostly a workflow's, even in somebody's name; deployments tell which were made by hand.
  nobodys('pulls', 'DeployedEvent', 'deployed'),
  nobodys('pulls', 'DeploymentEnvironmentChangedEvent', 'deployment_environment_changed'),
  // These have no actor; commits and comments on lines are read elsewhere.
  nobodys('pulls', 'PullRequestCommit', null),
  nobodys('pulls', 'PullRequestCommitCommentThread', null),
  nobodys('pulls', 'PullRequestReviewThread', null),
  nobodys('pulls', 'PullRequestRevisionMarker', null),
]

function own(
  on: Named['on'],
  type: string | null,
  event: string | null,
  as: ActivityKind = 'triage',
  doneBy: 'actor' | 'assigner' | 'review_requester' = 'actor',
): EventKind {
  return { on, type, event, whose: 'own', as, doneBy }
}

function somebodyElses(on: Named['on'], type: string, event: string): EventKind {
  return { on, type, event, whose: 'somebody_elses' }
}

function nobodys(on: Named['on'], type: string, event: string | null): EventKind {
  return { on, type, event, whose: 'nobodys' }
}
