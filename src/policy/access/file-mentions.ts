/** What a file of a repository says of people. */

import type { Id } from '../words.ts'

/** A workflow on a schedule with its last editor, an owner in CODEOWNERS, or a login in a file that keeps access. */
export const MENTION_KINDS = ['scheduled_workflow', 'code_owner', 'access_file'] as const
export type MentionKind = (typeof MENTION_KINDS)[number]

/** One login in one line of a file. */
export interface FileMention {
  readonly kind: MentionKind
  readonly path: string
  /** From 1. */
  readonly line: number
  /** Without `@`; a team is `organization/slug`, an owner in CODEOWNERS may be an e-mail address; '' where nobody is named. */
  readonly login: string
  /** Set where GitHub's answer names the account; else null, and the register looks the login up. */
  readonly account: Id | null
  /** The line, cut short. */
  readonly text: string
}

/** The part of a line that is kept. */
export function shortened(line: string): string {
  return line.trim().slice(0, LONGEST_LINE)
}

const LONGEST_LINE = 200

/** The line on GitHub, on whatever the default branch is. */
export function lineUrl(repositoryUrl: string, path: string, line: number): string {
  return `${repositoryUrl}/blob/HEAD/${path.split('/').map(encodeURIComponent).join('/')}#L${line}`
}
