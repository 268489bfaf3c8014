/** The words in which the nine invented organisations are written: who holds what, and what each person did there. */
import type { z } from 'zod'
import type { ActKind, ActRow } from '../../fake-github/world/act.ts'
import type { RepositoryRole, worldFormat } from '../../fake-github/world/format.ts'

/** A kind of act, or being named as second author of somebody else's commit. */
export type Kind = ActKind | 'co_author'

/** What happens to people, or in their name, without an act of theirs. */
export type NoAct = 'mentioned' | 'assigned' | 'asked' | 'scheduled_run' | 'deployed_for' | 'unlinked'

/** What one person did in one organisation. It decides the verdict: `works` and `only` are active, `gone` and `never` are not. */
export type Behaviour =
  | { readonly is: 'works' }
  | {
      readonly is: 'only' | 'gone'
      readonly kind: Kind
      readonly at: string
      readonly repo: string | null
    }
  | { readonly is: 'never'; readonly though: NoAct | null }

export interface Person {
  readonly login: string
  readonly role: 'admin' | 'member' | 'outside'
  readonly did: Behaviour
  /** Direct roles, by repository. */
  readonly direct: Readonly<Record<string, RepositoryRole>>
}

export interface Team {
  readonly slug: string
  readonly permission: 'pull' | 'triage' | 'push' | 'maintain' | 'admin'
  /** Logins; a maintainer of the team has a `*` behind the login. */
  readonly people: readonly string[]
  readonly repositories: readonly string[]
  readonly parent: string | null
}

/** What a world file says, before its defaults. */
export type WorldFile = {
  readonly [Key in 'now' | 'accounts' | 'organizations' | 'repositories']: Given<Key>
} & {
  readonly activity: readonly ActRow[]
}
type Given<Key extends keyof z.input<typeof worldFormat>> = NonNullable<z.input<typeof worldFormat>[Key]>

/** A name, and whatever differs from the defaults of the world file. */
export type InventedRepository = { readonly name: string } & Partial<WorldFile['repositories'][number]>

export interface InventedOrganization {
  readonly login: string
  readonly base: 'none' | 'read'
  readonly twoFactorRequired: boolean
  /** The first one is the busiest. */
  readonly repositories: readonly InventedRepository[]
  readonly teams: readonly Team[]
  readonly people: readonly Person[]
  /** Accounts that were invited and have not answered. */
  readonly invited: readonly string[]
  /** Fine-grained tokens, `owner name`, with their last use. */
  readonly tokens: Readonly<Record<string, string | null>>
  /** Deploy keys, `repository title`, with their last use. */
  readonly keys: Readonly<Record<string, string | null>>
}

export function owner(login: string, did: Behaviour, direct: Person['direct'] = {}): Person {
  return { login, role: 'admin', did, direct }
}

export function member(login: string, did: Behaviour, direct: Person['direct'] = {}): Person {
  return { login, role: 'member', did, direct }
}

/** An outside collaborator. */
export function outside(login: string, did: Behaviour, direct: Person['direct']): Person {
  return { login, role: 'outside', did, direct }
}

/** Month by month: pull requests, commits, reviews, merges, comments. */
export const works: Behaviour = { is: 'works' }

/** Active by one act alone. `when` is a day or a moment; without `repo` it happens in the first repository. */
export function only(kind: Kind, when: string, repo: string | null = null): Behaviour {
  return { is: 'only', kind, at: momentOf(when), repo }
}

/** Inactive: this was the last act, and older ones came before it. */
export function gone(kind: Kind, when: string, repo: string | null = null): Behaviour {
  return { is: 'gone', kind, at: momentOf(when), repo }
}

/** Inactive without any act, though something may have happened to this person. */
export function never(though: NoAct | null = null): Behaviour {
  return { is: 'never', though }
}

export function team(
  slug: string,
  permission: Team['permission'],
  people: string,
  repositories: string,
  parent: string | null = null,
): Team {
  return { slug, permission, people: people.split(' '), repositories: repositories.split(' '), parent }
}

function momentOf(when: string): string {
  return when.includes('T') ? when : `${when}T10:17:00Z`
}
