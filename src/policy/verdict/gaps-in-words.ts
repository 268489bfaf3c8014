/** Puts into words what could not be read: the source, where and why. */

import { withoutStop } from '../english.ts'
import type { Gap, Source } from '../words.ts'

/** The first three gaps, and how many more there are. */
export function gapsInWords(gaps: readonly Gap[]): string {
  const shown = gaps
    .slice(0, 3)
    .map((gap) => `${SOURCES[gap.source]} could not be read in ${gap.where} (${withoutStop(gap.reason)})`)
  const more = gaps.length - shown.length
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}.`
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
  failed_invitations: 'the invitations that failed',
  repository_invitations: 'the invitations to repositories',
  deploy_keys: 'the deploy keys',
  fine_grained_tokens: 'the fine-grained tokens',
  token_requests: 'the requests for tokens',
  app_installations: 'the installed Apps',
  repository_files: 'workflows, CODEOWNERS and files that keep access',
  probe: 'what changed lately',
  contributions: 'the contributions (commits, pull requests, issues, reviews)',
  repository_activity: 'the pushes and merges',
  issue_comments: 'the comments on issues and pull requests',
  review_comments: 'the comments in reviews',
  commit_comments: 'the comments on commits',
  issue_events: 'the labels, assignments and closings of issues',
  releases: 'the releases',
  discussions: 'the discussions',
  workflow_runs: 'the workflows started by hand',
  deployments: 'the deployments',
  deployment_reviews: 'the approvals of deployments',
  tags: 'the tags',
  advisories: 'the security advisories',
  timelines: 'commits, issues and pull requests',
  newest_act: 'the newest act of all',
  audit_log: "the organisation's audit log",
  hidden_repositories: 'what happened',
  vanished_repositories: 'what happened',
  left_out_repositories: 'what happened',
  odd_rows: 'some rows',
  odd_acts: 'the date of an act',
  secrets: 'the secrets of Actions',
  webhooks: 'the webhooks',
  sso_authorizations: 'the authorisations of single sign-on',
  runners: 'the self-hosted runners',
}
