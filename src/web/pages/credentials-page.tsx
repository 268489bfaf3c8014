/** The page that lists credentials: one line each, with filters, orders and exports of what is shown. */

import { Hono } from 'hono'
import { counted } from '../../policy/english.ts'
import { CREDENTIAL_KINDS } from '../../policy/words.ts'
import {
  type CredentialFilter,
  type CredentialItem,
  credentialMatches,
  credentialPage,
  KIND_ORDER,
  readCredentials,
} from '../../register/access/lists/credential-list.ts'
import { askedFor } from '../../register/cursor.ts'
import { logAccess } from '../../register/history/access-log.ts'
import type { Web } from '../access/visit.ts'
import { keysAsked } from '../api/contract.ts'
import { allItems, CREDENTIAL_COLUMNS, exportFile, formatOf } from '../export.ts'
import { render } from '../parts/layout.tsx'
import { ListFilters, namesToChoose, ordersToChoose } from '../parts/lists/list-filters.tsx'
import { ListHead, ListPills, ListTable } from '../parts/lists/list-table.tsx'
import { askedIn, CredentialQuery } from '../parts/lists/queries.ts'
import { inWords } from '../parts/print.tsx'
import { Pager } from '../parts/table.tsx'
import { mayRead } from '../permissions/permissions.ts'
import { credentialCells, KIND_WORDS } from './lists/credential-cells.tsx'

/** Credentials on one page. */
const PAGE_SIZE = 50

export const credentialsPage = new Hono<Web>().get('/orgs/:org/credentials', async (c) => {
  const { org, actor } = await mayRead(c, c.req.param('org'))
  const { register, now } = c.var.platform
  const here = new URL(c.req.url)
  const { cursor, sort, limit: _limit, ...filter } = askedIn(CredentialQuery, here, { sort: 'kind' })
  const format = formatOf(c)
  await logAccess(register, org.id, actor, format === null ? 'credentials' : 'export', now)
  const read = await readCredentials(register, org, now)
  const list = (after: readonly (string | number)[] | null, limit: number) =>
    credentialPage(read, filter, after, limit, sort)
  if (format !== null) {
    const items = await allItems(async (after, limit) => list(after, limit), 2)
    return exportFile(c, format, `${org.login}-credentials`, items, CREDENTIAL_COLUMNS)
  }
  const asked = { ...filter, sort }
  const { items, nextCursor } = askedFor(list(keysAsked(cursor, 2, asked), PAGE_SIZE), asked)
  const count = (view: CredentialFilter) =>
    read.filter(({ item }) => credentialMatches(item, { ...filter, ...view })).length
  const all = { stale: undefined, finding: undefined }
  const total = count(all)
  const isByKind = sort === 'kind' || sort === '-kind'
  const owners = new Set(read.flatMap(({ item }) => item.owner ?? []))
  return render(
    c,
    { title: `Credentials of ${org.login}`, org: org.login, here: '/credentials' },
    <>
      <ListHead heading={headingOf(filter, count({}), total)} here={here} />
      <ListPills
        here={here}
        pills={[
          {
            ...{ label: 'All', n: total, changes: { stale: null, finding: null } },
            isHere: filter.stale === undefined && filter.finding === undefined,
          },
          {
            ...{ label: 'With findings', n: count({ ...all, finding: true }) },
            ...{ isHere: filter.finding === true, changes: { stale: null, finding: 'true' } },
          },
          {
            ...{ label: 'Inactive', n: count({ ...all, stale: true }) },
            ...{ isHere: filter.stale === true, changes: { stale: 'true', finding: null } },
          },
        ]}
      />
      <Filters
        filter={filter}
        sort={sort}
        owners={[...owners].sort((a, b) => a.localeCompare(b))}
        kept={{ stale: asFlag(filter.stale), finding: asFlag(filter.finding) }}
      />
      <ListTable
        caption={`Credentials of ${org.login}`}
        here={here}
        sort={sort}
        columns={[
          { heading: 'Name', sort: 'name' },
          { heading: 'Owner', sort: 'owner' },
          { heading: 'Opens', class: 'stretchy full' },
          { heading: 'Last used', sort: 'lastUsed' },
          { heading: 'Expires', sort: 'expires', class: 'w2' },
          { heading: 'Findings', class: 'stretchy' },
          { heading: 'Verdict' },
        ]}
        groups={
          isByKind
            ? groupsOf(items, sort === 'kind').map(({ kind, rows }) => ({
                heading: <KindHeading kind={kind} n={count({ kind })} />,
                rows: rows.map((item) => credentialCells(item, org.login, now)),
              }))
            : [{ heading: null, rows: items.map((item) => credentialCells(item, org.login, now)) }]
        }
        none="No credential matches, or none has been read yet."
      />
      <Pager here={here} nextCursor={nextCursor} />
      <p class="small soft">
        An organisation cannot see its members' classic tokens and OAuth grants. Not read by this version:
        Actions secrets, webhooks, runners.
      </p>
    </>,
  )
})

/** The heading, which counts as many as the table has rows. */
function headingOf({ stale, finding }: CredentialFilter, shown: number, total: number): string {
  const all = counted(total, 'credential')
  if (stale === true) return `${shown} of ${all} ${shown === 1 ? 'is' : 'are'} inactive`
  if (finding === true) return `${shown} of ${all} ${shown === 1 ? 'has' : 'have'} findings`
  return `${all} ${total === 1 ? 'acts' : 'act'} without ${total === 1 ? 'its' : 'their'} owner`
}

function KindHeading({ kind, n }: { kind: CredentialItem['kind']; n: number }) {
  const [words, note] = KIND_WORDS[kind]
  return (
    <>
      {words} <span class="n">{n}</span> <span class="soft small">{note}</span>
    </>
  )
}

function groupsOf(items: readonly CredentialItem[], isForward: boolean) {
  const kinds = isForward ? KIND_ORDER : KIND_ORDER.toReversed()
  return kinds
    .map((kind) => ({ kind, rows: items.filter((item) => item.kind === kind) }))
    .filter(({ rows }) => rows.length > 0)
}

const ORDERS = [
  ['kind', 'kind'],
  ['lastUsed', 'longest unused'],
  ['expires', 'first to expire'],
  ['name', 'name'],
  ['owner', 'owner'],
  ['firstSeen', 'first seen'],
] as const

function Filters(props: {
  filter: CredentialFilter
  sort: string
  owners: readonly string[]
  kept: Readonly<Record<string, string | undefined>>
}) {
  const { filter, sort } = props
  return (
    <ListFilters
      label="Filter the credentials"
      kept={props.kept}
      filters={[
        {
          ...{ name: 'kind', label: 'Kind', value: filter.kind ?? '' },
          options: [['', 'all'], ...CREDENTIAL_KINDS.map((kind) => [kind, inWords(kind)] as const)],
        },
        {
          ...{ name: 'owner', label: 'Owner', value: filter.owner ?? '' },
          options: namesToChoose(props.owners, filter.owner),
        },
        { name: 'sort', label: 'Order', value: sort, options: ordersToChoose(ORDERS, sort) },
      ]}
    />
  )
}

function asFlag(flag: boolean | undefined): string | undefined {
  return flag === undefined ? undefined : String(flag)
}
