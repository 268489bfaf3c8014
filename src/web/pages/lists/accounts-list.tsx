/** The list of accounts: one line each, with filters, orders and exports of what is shown. */

import { ACCESS_ASKED } from '../../../policy/access/access-groups.ts'
import { counted } from '../../../policy/english.ts'
import { VERDICTS } from '../../../policy/words.ts'
import { type AccountFilter, MEMBERSHIPS } from '../../../register/access/lists/account-filter.ts'
import { countAccounts, listAccounts } from '../../../register/access/lists/account-list.ts'
import { findNamesToChoose } from '../../../register/access/lists/names-to-choose.ts'
import { askedFor } from '../../../register/cursor.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import type { Visit } from '../../access/visit.ts'
import { keysAsked } from '../../api/contract.ts'
import { ACCOUNT_COLUMNS, allItems, exportFile, formatOf } from '../../export.ts'
import { render } from '../../parts/layout.tsx'
import {
  eitherWay,
  ListFilters,
  MOST_NAMES,
  namesToChoose,
  ordersToChoose,
} from '../../parts/lists/list-filters.tsx'
import { type ListColumn, ListHead, ListPills, ListTable } from '../../parts/lists/list-table.tsx'
import { AccountQuery, askedIn } from '../../parts/lists/queries.ts'
import { inWords, membershipInWords } from '../../parts/print.tsx'
import { Pager } from '../../parts/table.tsx'
import { mayRead } from '../../permissions/permissions.ts'
import { seesPersonal } from '../../permissions/seen-by-owners.ts'
import { accountCells } from './account-cells.tsx'

/** Accounts on one page. */
const PAGE_SIZE = 100

/** The page, or the file that its links load. */
export async function showAccounts(c: Visit): Promise<Response> {
  const authorized = await mayRead(c, c.req.param('org') ?? '')
  const { org, actor } = authorized
  const { register, now } = c.var.platform
  const here = new URL(c.req.url)
  const { cursor, sort, limit: _limit, ...asked } = askedIn(AccountQuery, here, { sort: 'access' })
  const filter: AccountFilter = { ...asked, hidesPersonal: !seesPersonal(authorized) }
  const format = formatOf(c)
  await logAccess(register, org.id, actor, format === null ? 'accounts' : 'export', now)
  const list = (after: readonly (string | number)[] | null, limit: number) =>
    listAccounts(register, org.id, filter, after, limit, sort)
  if (format !== null)
    return exportFile(c, format, `${org.login}-accounts`, await allItems(list, 2), ACCOUNT_COLUMNS)
  const question = { ...asked, sort }
  const [page, counts, names] = await Promise.all([
    list(keysAsked(cursor, 2, question), PAGE_SIZE),
    countAccounts(register, org.id, filter),
    findNamesToChoose(register, org.id, MOST_NAMES + 1),
  ])
  const { items, nextCursor } = askedFor(page, question)
  const total = VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0)
  const isNarrowed = Object.entries(asked).some(([name, value]) => name !== 'verdict' && value !== undefined)
  const pill = (verdict: (typeof VERDICTS)[number]) => ({
    label: verdict.charAt(0).toUpperCase() + verdict.slice(1),
    n: counts[verdict],
    isHere: asked.verdict === verdict,
    changes: { verdict },
  })
  return render(
    c,
    { title: `Accounts of ${org.login}`, org: org.login, here: '/accounts' },
    <>
      <ListHead
        heading={headingOf(asked.verdict === undefined ? null : counts[asked.verdict], total, {
          isNarrowed,
          verdict: asked.verdict,
        })}
        here={here}
      />
      <Erased n={c.req.query('erased')} />
      <ListPills
        here={here}
        pills={[
          { label: 'All', n: total, isHere: asked.verdict === undefined, changes: { verdict: null } },
          ...PILLS.map(pill),
        ]}
      />
      <Filters asked={{ ...asked, sort }} names={names} />
      <ListTable
        caption={`Accounts of ${org.login}`}
        here={here}
        sort={sort}
        columns={columnsFor(asked.repository)}
        groups={[{ heading: null, rows: items.map((item) => accountCells(item, org.login, now)) }]}
        none="No account matches. Change the filter, or wait until the first audit has ended."
      />
      <Pager here={here} nextCursor={nextCursor} />
    </>,
  )
}

/** The columns. Where a repository is asked for, the access is that on this repository. */
function columnsFor(repository: string | undefined): readonly ListColumn[] {
  return [
    { heading: 'Person', sort: 'login' },
    {
      heading: repository === undefined ? 'Access' : `Access to ${repository}`,
      sort: 'access',
      falls: true,
    },
    { heading: 'Role', class: 'soft small w2' },
    { heading: 'Teams', class: 'small w2' },
    { heading: 'Repositories', class: 'num w2' },
    { heading: 'Last active', sort: 'lastActive', class: 'stretchy' },
    { heading: 'Two-factor', class: 'w1' },
    { heading: 'Verdict', sort: 'verdict' },
  ]
}

/** The heading, which counts as many as the table has rows; for one verdict, also out of how many. */
function headingOf(
  shown: number | null,
  total: number,
  { isNarrowed, verdict }: { isNarrowed: boolean; verdict: AccountFilter['verdict'] },
): string {
  if (shown !== null && verdict !== undefined)
    return `${shown} of ${counted(total, isNarrowed ? 'matching account' : 'account')} ${shown === 1 ? 'is' : 'are'} ${verdict}`
  if (isNarrowed) return `${counted(total, 'account')} ${total === 1 ? 'matches' : 'match'}`
  return `${counted(total, 'account')} ${total === 1 ? 'has' : 'have'} access`
}

/** In the order in which they matter to whoever looks. */
const PILLS = ['inactive', 'active', 'new', 'unknown', 'exempt'] as const

const ORDERS = [
  ['access', 'strongest access'],
  ['lastActive', 'longest silence'],
  ['login', 'login'],
  ['verdict', 'verdict'],
] as const

function Filters(props: {
  asked: Omit<AccountFilter, 'id' | 'hidesPersonal'> & { readonly sort: string }
  names: { readonly teams: readonly string[]; readonly repositories: readonly string[] }
}) {
  const { asked, names } = props
  const all = (words: readonly string[]) =>
    [['', 'all'] as const, ...words.map((word) => [word, membershipInWords(word)] as const)] as const
  return (
    <ListFilters
      label="Filter the accounts"
      kept={{ verdict: asked.verdict }}
      filters={[
        {
          ...{ name: 'access', label: 'Highest access', value: asked.access ?? '' },
          options: [['', 'all'], ...ACCESS_ASKED.map((asked) => [asked, inWords(asked)] as const)],
        },
        { name: 'role', label: 'Role', value: asked.role ?? '', options: all(MEMBERSHIPS) },
        {
          ...{ name: 'team', label: 'Team', value: asked.team ?? '' },
          options: namesToChoose(names.teams, asked.team),
        },
        {
          ...{ name: 'repository', label: 'Repository', value: asked.repository ?? '' },
          options: namesToChoose(names.repositories, asked.repository),
        },
        {
          ...{ name: 'twoFactor', label: 'Two-factor', value: asked.twoFactor ?? '' },
          options: [
            ['', 'all'],
            ['disabled', 'off'],
            ['enabled', 'on'],
            ['unknown', 'not shown'],
          ],
        },
        {
          ...{ name: 'neverSeen', label: 'Activity', value: String(asked.neverSeen ?? '') },
          options: eitherWay('never seen', 'seen'),
        },
        {
          ...{ name: 'finding', label: 'Findings', value: String(asked.finding ?? '') },
          options: eitherWay('has one', 'none'),
        },
        {
          ...{ name: 'sort', label: 'Order', value: asked.sort },
          options: ordersToChoose(ORDERS, asked.sort),
        },
      ]}
    >
      <label class="grow">
        Name or login
        <input type="search" name="q" value={asked.q ?? ''} />
      </label>
    </ListFilters>
  )
}

function Erased({ n }: { n: string | undefined }) {
  if (n === undefined) return null
  return (
    <div class="notice good" role="status">
      <p>
        Erased, with {counted(Number(n) || 0, 'text')} of the history. The history says so and names nobody.
      </p>
    </div>
  )
}
