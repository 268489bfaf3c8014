/** What is told of one repository. */

import type { AccessPath } from '../../../policy/access/access-map.ts'
import type { RepositoryKey } from '../../../policy/access/repository-keys.ts'
import type { UseHere } from '../../../policy/verdict/use-here.ts'
import type {
  AccountType,
  ActivityKind,
  CredentialKind,
  Id,
  Instant,
  RepositoryRole,
  VerdictName,
} from '../../../policy/words.ts'
import type { OpenCredential } from '../credentials.ts'
import type { RepositoryItem } from './repository-rows.ts'

/** An act in the repository. */
interface ActHere {
  at: Instant
  kind: ActivityKind
  url: string | null
}

/** Somebody with their verdict in the organisation; `unknown` too where no audit has judged them yet. */
interface JudgedPerson {
  id: Id
  login: string
  name: string | null
  type: AccountType
  verdict: VerdictName
}

/** Somebody who can push. */
export interface RepositoryPerson extends JudgedPerson {
  role: RepositoryRole
  /** The strongest first. `team`: their own; `through`: the one that has the role, itself or a parent. */
  paths: {
    kind: AccessPath['kind']
    role: RepositoryRole
    team: string | null
    through: string | null
    words: string
  }[]
  /** Within the window, in this repository. */
  use: UseHere['use']
  /** The newest act here that needs write, however old, and the newest of any kind. */
  lastUse: ActHere | null
  lastAct: ActHere | null
}

/** A deploy key, App or token that can write there. */
export interface RepositoryKeyView {
  kind: CredentialKind
  id: string
  name: string
  place: RepositoryKey<OpenCredential>['place']
  /** What it may change, in GitHub's words. */
  writes: string[]
  lastUsedAt: Instant | null
  use: 'used' | 'never' | 'unobservable'
}

/** What no audit reads is unknown, never off. */
export const POSTURE = ['on', 'off', 'unknown'] as const
export const POSTURE_UNREAD = {
  branchProtection: 'unknown',
  codeScanning: 'unknown',
  secretScanning: 'unknown',
  privateReporting: 'unknown',
  dependabot: 'unknown',
  securityPolicy: 'unknown',
} as const satisfies Record<string, (typeof POSTURE)[number]>

export interface RepositoryView extends RepositoryItem {
  fork: boolean
  defaultBranch: string | null
  /** Those who reach it with less than write. */
  readersOnly: number
  /** Of those who can push, who did nothing here within the window that needs it, and of whom nobody knows. */
  unusedHere: number
  unknownHere: number
  people: RepositoryPerson[]
  release: {
    /** Whose approval an environment asks for; null where none is known. */
    reviewers: JudgedPerson[] | null
    readAt: Instant | null
    /** Those who can push and are known to have published a release or pushed a tag. */
    released: ({ login: string } & ActHere)[]
  }
  keys: RepositoryKeyView[]
  posture: Record<keyof typeof POSTURE_UNREAD, (typeof POSTURE)[number]>
}

/** The key as it is told. */
export function toKey({ credential, place, writes }: RepositoryKey<OpenCredential>): RepositoryKeyView {
  const { kind, id, name, lastUsed } = credential
  return {
    ...{ kind, id, name, place, writes: [...writes] },
    lastUsedAt: typeof lastUsed === 'string' ? null : lastUsed.at,
    use: typeof lastUsed === 'string' ? lastUsed : 'used',
  }
}
