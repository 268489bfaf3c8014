/** Reads the outside collaborators of an organisation; their repositories are read in repository-roles.ts. */

import type { Grant, Id, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { type RestUser, toAccountFromRest } from './account-fields.ts'

interface OutsideCollaboratorsPage {
  readonly accounts: readonly SeenAccount[]
  readonly grants: readonly Grant[]
  /** Number of the next page; null at the end. */
  readonly after: string | null
  /** This list has no total count. */
  readonly total: null
}

/** Those who accepted. https://docs.github.com/rest/orgs/outside-collaborators */
export async function* readOutsideCollaborators(
  github: GitHub,
  org: string,
  from: number,
): AsyncGenerator<OutsideCollaboratorsPage> {
  for await (const { rows, next } of numberedPages<RestUser>(github, LIST, { org }, from)) {
    yield {
      accounts: rows.map(toAccountFromRest),
      grants: rows.map((user) => ({ kind: 'outside_collaborator', account: user.id })),
      after: next === null ? null : String(next),
      total: null,
    }
  }
}

/** Those without two-factor authentication. GitHub answers owners only, others get 422. */
export async function readCollaboratorsWithoutTwoFactor(github: GitHub, org: string): Promise<Id[]> {
  const ids: Id[] = []
  for await (const { rows } of numberedPages<RestUser>(github, LIST, { org, filter: '2fa_disabled' }, 1))
    ids.push(...rows.map((user) => user.id))
  return ids
}

const LIST = 'GET /orgs/{org}/outside_collaborators'
