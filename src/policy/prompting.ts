/** Which webhook event prompts the re-reading of what. An event is never an act by itself, and never judges anybody. */

import { z } from 'zod'
import type { Id } from './words.ts'

/** What can be prompted; each names something of GitHub's by its number. */
export const PROMPT_KINDS = ['repository', 'rare_acts', 'people', 'teams', 'organization'] as const
export type PromptKind = (typeof PROMPT_KINDS)[number]

/** Something that GitHub says has moved, to be read again. */
export interface Prompt {
  readonly org: Id
  readonly kind: PromptKind
  /** The repository, account, team or organisation; the organisation's own id where the event names none: all of that kind. */
  readonly target: Id
}

/** What an event asks to read again; nothing for events that are not in the table, and for shapes that are not GitHub's. */
export function promptsOf(event: string, payload: unknown): Prompt[] {
  const read = Payload.safeParse(payload)
  const org = read.success ? organizationOf(read.data) : null
  if (!read.success || org === null) return []
  return kindsOf(event, read.data).map((kind) => ({
    org,
    kind,
    target: targetOf(kind, read.data) ?? org,
  }))
}

/** Who became a member, where the event says just that. GitHub tells this date nowhere else. */
export function joinOf(event: string, payload: unknown): { readonly org: Id; readonly account: Id } | null {
  const read = Payload.safeParse(payload)
  if (event !== 'organization' || !read.success || read.data.action !== 'member_added') return null
  const org = organizationOf(read.data)
  const account = read.data.membership?.user?.id
  return org === null || account === undefined ? null : { org, account }
}

/** The installation that was taken back or suspended: from then on nothing can be read with it. */
export function endOf(
  event: string,
  payload: unknown,
): { readonly org: Id; readonly installation: number } | null {
  const read = Payload.safeParse(payload)
  if (event !== 'installation' || !read.success) return null
  const org = organizationOf(read.data)
  const installation = read.data.installation?.id
  if (org === null || installation === undefined) return null
  return ['deleted', 'suspend'].includes(read.data.action ?? '') ? { org, installation } : null
}

/** Acts in a repository: whoever reads it again finds them, their actor and their date. */
const ACTING: readonly string[] = [
  'push',
  'create',
  'delete',
  'release',
  'issues',
  'issue_comment',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'pull_request_review_thread',
  'commit_comment',
  'discussion',
  'discussion_comment',
]

/** Acts that do not move the repository: without being named they are looked for once a week or so (policy/rare-acts.ts). */
const RARE: readonly string[] = [
  'workflow_run',
  'deployment',
  'deployment_status',
  'deployment_review',
  'deployment_protection_rule',
  'repository_advisory',
]

/** Access that changed. `organization` stands for its renaming; who joins or leaves is told apart by the action. */
const CHANGING: ReadonlyMap<string, readonly PromptKind[]> = new Map<string, readonly PromptKind[]>([
  ['organization', ['organization']],
  ['member', ['people']],
  ['membership', ['people', 'teams']],
  ['team', ['teams']],
  ['team_add', ['teams']],
  ['installation', ['organization']],
  ['installation_repositories', ['organization']],
  ['installation_target', ['organization']],
  ['repository', ['organization']],
])

function kindsOf(event: string, payload: Payload): readonly PromptKind[] {
  if (ACTING.includes(event) || RARE.includes(event)) {
    if (isNobodysAct(event, payload)) return []
    const isTag = event === 'create' && payload.ref_type === 'tag'
    return RARE.includes(event) ? ['rare_acts'] : isTag ? ['repository', 'rare_acts'] : ['repository']
  }
  if (event === 'organization' && payload.action?.startsWith('member_')) return ['people']
  return CHANGING.get(event) ?? []
}

/**
 * What a bot or the calendar did is no one's activity; GitHub puts a person's login on scheduled runs all the same. A run
 * that a push or an issue has caused is told by that one's own event, unless somebody has run it again.
 */
function isNobodysAct(event: string, payload: Payload): boolean {
  if (payload.sender?.type === 'Bot') return true
  const run = payload.workflow_run
  if (event !== 'workflow_run' || run == null || (run.run_attempt ?? 1) > 1) return false
  return run.event !== undefined && !BY_HAND.includes(run.event)
}

/** https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows */
const BY_HAND: readonly string[] = ['workflow_dispatch', 'repository_dispatch']

function targetOf(kind: PromptKind, payload: Payload): Id | undefined {
  switch (kind) {
    case 'repository':
    case 'rare_acts':
      return payload.repository?.id
    case 'people':
      return payload.membership?.user?.id ?? payload.member?.id ?? payload.user?.id
    case 'teams':
      return payload.team?.id
    case 'organization':
      return undefined
  }
}

/** Events of a person's own repositories and installations belong to no organisation. */
function organizationOf({ organization, repository, installation }: Payload): Id | null {
  if (organization != null) return organization.id
  const owner = repository?.owner ?? installation?.account
  return owner?.type === 'Organization' ? owner.id : null
}

const Numbered = z.object({ id: z.int().positive() })
const Owner = z.object({ id: z.int().positive(), type: z.string().optional() })

/** The few fields that are looked at; the rest of the payload is dropped. */
const Payload = z.object({
  action: z.string().optional(),
  sender: z.object({ type: z.string().optional() }).nullish(),
  organization: Numbered.nullish(),
  repository: z.object({ id: z.int().positive(), owner: Owner.nullish() }).nullish(),
  installation: z.object({ id: z.int().positive(), account: Owner.nullish() }).nullish(),
  membership: z.object({ user: Numbered.nullish() }).nullish(),
  member: Numbered.nullish(),
  user: Numbered.nullish(),
  team: Numbered.nullish(),
  ref_type: z.string().optional(),
  workflow_run: z.object({ event: z.string().optional(), run_attempt: z.int().optional() }).nullish(),
})
type Payload = z.infer<typeof Payload>
