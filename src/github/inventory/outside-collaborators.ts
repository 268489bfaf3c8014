/** Reads the outside collaborators of an organisation; their repositories are read in repository-roles.ts. */

import type { Grant, Id, SeenAccount } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { rows } from '../http/decode.ts'
import { numberedPages } from '../http/numbered-pages.ts'
import { readAllPages } from '../http/pages.ts'
import { restAccount } from './account-fields.ts'

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
  for await (const page of numberedPages(github, LIST, { org }, from, rows(restAccount))) {
    yield {
      accounts: page.rows,
      grants: page.rows.map(({ id }) => ({ kind: 'outside_collaborator', account: id })),
      after: page.next === null ? null : String(page.next),
      total: null,
    }
  }
}

/** Those without two-factor authentication. GitHub answers owners only, others get 422. */
export async function readCollaboratorsWithoutTwoFactor(github: GitHub, org: string): Promise<Id[]> {
  const without = await readAllPages(github, LIST, { org, filter: '2fa_disabled' }, restAccount)
  return without.map(({ id }) => id)
}

const LIST = 'GET /orgs/{org}/outside_collaborators'
