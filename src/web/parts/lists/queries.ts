/** What can be asked of the lists of accounts, credentials and repositories, by the API and in the address of a page. */

import { z } from '@hono/zod-openapi'
import { ACCESS_ASKED } from '../../../policy/access/access-groups.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { CREDENTIAL_KINDS, VERDICTS } from '../../../policy/words.ts'
import { ACCOUNT_SORTS, MEMBERSHIPS } from '../../../register/access/lists/account-filter.ts'
import { CREDENTIAL_SORTS } from '../../../register/access/lists/credential-list.ts'
import {
  ORDERS,
  REPOSITORY_POWERS,
  REPOSITORY_SORTS,
  REPOSITORY_VIEWS,
} from '../../../register/access/repositories/repository-rows.ts'
import { ListQuery } from '../../api/contract.ts'
import { saidOfRequest } from '../complaints.ts'
import { listAddress } from '../table.tsx'

const Flag = z.enum(['true', 'false', '1', '0']).transform((flag) => flag === 'true' || flag === '1')
const Named = z.string().trim().max(100)

export const AccountQuery = ListQuery.extend({
  verdict: z.enum(VERDICTS).optional(),
  // GitHub calls an owner `admin`, so both words are accepted.
  role: z
    .enum(['owner', ...MEMBERSHIPS])
    .transform((role) => (role === 'owner' ? 'admin' : role))
    .optional(),
  access: z
    .enum(ACCESS_ASKED)
    .optional()
    .openapi({ description: 'The most that the account can do; with `repository`, there' }),
  team: Named.optional().openapi({ description: "A team's slug; members of its child teams are not meant" }),
  repository: Named.optional().openapi({ description: 'Who reaches this one; `access` is the role there' }),
  twoFactor: z.enum(['enabled', 'disabled', 'unknown']).optional(),
  neverSeen: Flag.optional().openapi({ description: 'Whether no act is known here' }),
  finding: Flag.optional().openapi({ description: 'Whether there is a finding' }),
  q: Named.optional(),
  sort: z
    .enum(turnable(ACCOUNT_SORTS))
    .default('login')
    .openapi({ description: '`access`: the strongest first, then the longest silence; `-` turns it round' }),
})

/** Kinds that the API knows and no audit reads: there are none of them in any list. */
const UNREAD_KINDS = ['secret', 'webhook', 'sso_authorization', 'runner'] as const

export const CredentialQuery = ListQuery.extend({
  kind: z.enum([...CREDENTIAL_KINDS, ...UNREAD_KINDS]).optional(),
  stale: Flag.optional().openapi({ description: 'Whether the verdict is inactive' }),
  owner: Named.optional().openapi({ description: "The owner's login" }),
  finding: Flag.optional().openapi({ description: 'Whether there is a finding' }),
  sort: z
    .enum(turnable(CREDENTIAL_SORTS))
    .default('firstSeen')
    .openapi({ description: '`kind`: those that can change most first; `-` turns it round' }),
})

export const RepositoryQuery = ListQuery.extend({
  q: Named.optional(),
  account: Named.optional().openapi({
    description:
      'A login: only repositories where this account has the `power`, which is to push unless told',
  }),
  power: z.enum(REPOSITORY_POWERS).optional().openapi({
    description: 'Without `account`: only repositories where somebody has it who does not have it everywhere',
  }),
  view: z.enum(REPOSITORY_VIEWS).optional(),
  sort: z.enum(REPOSITORY_SORTS).optional().openapi({ description: '`push` unless told' }),
  order: z
    .enum(ORDERS)
    .optional()
    .openapi({ description: 'Names from A on unless told, all others from the top' }),
})

/**
 * What the address of a page asks for, `usual` where it does not say. What is empty is not asked for; what cannot be asked
 * for is refused with a way to the list without it, because a list that left it out would show everything.
 */
export function askedIn<Query extends z.ZodObject>(
  query: Query,
  url: URL,
  usual: Readonly<Record<string, string>> = {},
): z.output<Query> {
  const given = [...url.searchParams].filter(
    ([name, value]) => value.trim() !== '' && name !== 'limit' && Object.hasOwn(query.shape, name),
  )
  const sent = { ...usual, ...Object.fromEntries(given) }
  const asked = query.safeParse(sent)
  if (asked.success) return asked.data
  const wrong = asked.error.issues.map(({ path }) => [String(path[0]), null] as const)
  throw new Refusal('invalid', saidOfRequest(asked.error, sent).join(' '), {
    without: listAddress(url, Object.fromEntries(wrong)),
  })
}

function turnable<Sort extends string>(sorts: readonly Sort[]): readonly (Sort | `-${Sort}`)[] {
  return sorts.flatMap((sort) => [sort, `-${sort}`] as const)
}
