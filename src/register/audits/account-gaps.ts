/** What an audit did not read in full where one account could have shown. */

import { gapsOf, judgedReadings, placeOf, UNSEEN } from '../../policy/verdict/coverage.ts'
import type { AccountGap } from '../../policy/verdict/explanation.ts'
import { ACTIVITY_SOURCES, type Id, LEFT_OUT_SOURCES, type Reading, type Source } from '../../policy/words.ts'
import { findRepositoryNamesBeside } from '../access/names.ts'
import type { Repository } from '../access/repositories.ts'
import { findUnseenHolders } from '../activity/judged/unseen-holders.ts'
import type { Register } from '../open.ts'
import type { Organization } from '../organizations.ts'

/** Sources that show an act of an account, or its access; what an audit reads of credentials says nothing of either. */
const SHOWING_ACCOUNTS: readonly Source[] = [
  ...ACTIVITY_SOURCES,
  ...LEFT_OUT_SOURCES,
  'members',
  'outside_collaborators',
  'teams',
  'repositories',
  'direct_roles',
  'organization_invitations',
  'repository_invitations',
]

/** The most gaps that are named; where there are more, the first ones are enough to say why. */
const MOST = 200

/** Those that may have decided the verdict first; `open`: the organisation's repositories; `readings`: what the audit did not read in full. */
export async function findAccountGaps(
  register: Register,
  org: Organization,
  open: readonly Pick<Repository, 'id' | 'name'>[],
  readings: readonly Reading[],
  account: Id,
): Promise<AccountGap[]> {
  const judged = judgedReadings(readings, { ...org, repositories: open.length }).filter(
    ({ source, scope }) =>
      SHOWING_ACCOUNTS.includes(source) && (scope.kind !== 'account' || scope.id === account),
  )
  const repositories = judged.map(({ scope }) => (scope.kind === 'repository' ? scope.id : null))
  const [names, holdsUnseen] = await Promise.all([
    findRepositoryNamesBeside(register, org, open, repositories),
    findUnseenHolders(register, org.id, judged),
  ])
  const name = (id: Id) => names.get(id) ?? null
  return judged
    .flatMap((reading) => {
      const decides = gapsOf([reading], account, name, holdsUnseen(account)).length > 0
      if (reading.state.kind === 'complete' || (!decides && UNSEEN.includes(reading.source))) return []
      return [
        { source: reading.source, where: whereOf(reading, name), reason: reading.state.reason, decides },
      ]
    })
    .sort((a, b) => Number(b.decides) - Number(a.decides))
    .slice(0, MOST)
}

function whereOf({ source, scope }: Reading, name: (repository: Id) => string | null): string {
  if (scope.kind === 'account') return 'the whole organisation, for this account'
  return placeOf(scope, UNSEEN.includes(source), name)
}
