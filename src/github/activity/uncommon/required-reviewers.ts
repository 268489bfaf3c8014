/** Reads who must let the deployments of a repository go on. */

import type { Id } from '../../../policy/words.ts'
import type { GitHub } from '../../http/client.ts'
import { type Decoded, type Decoder, fields, list, nullable, rows, text, whole } from '../../http/decode.ts'
import { hasNextPage, PAGE } from '../../http/numbered-pages.ts'
import type { RepositoryScope } from '../actors.ts'

/** The environments in which deployments wait for a review, and who may give it: up to six people or teams of each. */
export interface RequiredReviewers {
  readonly environments: readonly string[]
  readonly users: readonly Id[]
  readonly teams: readonly Id[]
}

/** Read back from a checkpoint. */
export const requiredReviewers: Decoder<RequiredReviewers> = fields({
  environments: list(text),
  users: list(whole),
  teams: list(whole),
})

/** One request for a hundred environments. https://docs.github.com/rest/deployments/environments */
export async function readRequiredReviewers(
  github: GitHub,
  scope: RepositoryScope,
): Promise<RequiredReviewers> {
  const protectedOnes: Environment[] = []
  for (let page = 1; ; page++) {
    const { data, headers } = await github.rest(
      'GET /repos/{owner}/{repo}/environments',
      { owner: scope.org, repo: scope.repository.name, per_page: PAGE, page },
      ENVIRONMENTS,
    )
    protectedOnes.push(...data.environments.filter((environment) => reviewersOf(environment).length > 0))
    if (data.total_count <= page * PAGE || !hasNextPage(headers, PAGE)) break
  }
  const reviewers = protectedOnes.flatMap(reviewersOf)
  const idsOf = (type: string) => [
    ...new Set(reviewers.flatMap((each) => (each.type === type && each.reviewer ? [each.reviewer.id] : []))),
  ]
  return {
    environments: protectedOnes.map(({ name }) => name),
    users: idsOf('User'),
    teams: idsOf('Team'),
  }
}

function reviewersOf({ protection_rules }: Environment) {
  return (protection_rules ?? []).flatMap(({ reviewers }) => reviewers ?? [])
}

type Environment = Decoded<typeof ENVIRONMENT>

/** Only the rule `required_reviewers` has reviewers; whoever is gone is null. */
const RULE = fields({
  reviewers: nullable(list(fields({ type: text, reviewer: nullable(fields({ id: whole })) }))),
})
const ENVIRONMENT = fields({ name: text, protection_rules: nullable(list(RULE)) })
const ENVIRONMENTS: Decoder<{ readonly total_count: number; readonly environments: readonly Environment[] }> =
  fields({ total_count: whole, environments: rows(ENVIRONMENT) })
