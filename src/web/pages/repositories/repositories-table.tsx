/** The table of repositories, one line each, sorted by links. */

import type { Instant } from '../../../policy/words.ts'
import {
  type RepositoryFilter,
  type RepositoryItem,
  type RepositorySort,
  usualOrder,
} from '../../../register/access/repositories/repository-rows.ts'
import { Ago } from '../../parts/lists/ago.tsx'
import { repositoryUrl } from '../../parts/page-addresses.ts'
import { Name } from '../../parts/print.tsx'
import { listAddress } from '../../parts/table.tsx'

export function RepositoriesTable(props: {
  items: readonly RepositoryItem[]
  org: string
  here: URL
  filter: RepositoryFilter
  now: Instant
}) {
  const { items, org, here, filter, now } = props
  const heading = (sort: RepositorySort, label: string, place = '') => (
    <SortHeading here={here} filter={filter} sort={sort} label={label} place={place} />
  )
  return (
    <div class="panel scroll">
      <table class="one cards">
        <caption class="unseen">Repositories of {org}</caption>
        <thead class="wrap">
          <tr>
            {heading('name', 'Repository')}
            {heading('push', 'Can push', 'num')}
            {heading('administer', 'Admin', 'num')}
            {heading('release', 'Can release', 'num')}
            {heading('keyholders', 'Active admins', 'num')}
            {heading('active', 'People at work', 'num')}
            {heading('pushed', 'Last push', 'w1')}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr>
              <th scope="row">
                <a class="plain" href={repositoryUrl(org, item.name)}>
                  <Name text={item.name} />
                </a>
                {item.private && (
                  <>
                    {' '}
                    <span class="tag">private</span>
                  </>
                )}
                {item.archived && (
                  <>
                    {' '}
                    <span class="tag">archived</span>
                  </>
                )}
              </th>
              <Count label="can push" n={item.canPush} complete={item.complete} />
              <Count label="admin" n={item.canAdminister} complete={item.complete} />
              <td class="num" data-label="can release">
                {item.canRelease ?? <NotKnown />}
              </td>
              <td class="num" data-label="active admins">
                <Active item={item} />
              </td>
              <td class="num" data-label="at work">
                {item.activePeople}
              </td>
              <td class="w1 soft">
                {item.pushedAt === null ? 'never' : <Ago at={item.pushedAt} now={now} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What nobody knows, which is neither none nor off. */
export function NotKnown() {
  return (
    <span class="may" title="not known">
      ?<span class="unseen"> not known</span>
    </span>
  )
}

function SortHeading(props: {
  here: URL
  filter: RepositoryFilter
  sort: RepositorySort
  label: string
  place: string
}) {
  const { here, filter, sort, label, place } = props
  const isSorted = (filter.sort ?? 'push') === sort
  const usual = usualOrder(sort)
  const order = isSorted ? (filter.order ?? usual) : null
  const next = order === null ? usual : order === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      class={place === '' ? undefined : place}
      aria-sort={order === null ? undefined : order === 'asc' ? 'ascending' : 'descending'}
    >
      <a href={listAddress(here, { sort, order: next })}>{label}</a>
    </th>
  )
}

/** Where something was not read there may be more. */
function Count({ label, n, complete }: { label: string; n: number; complete: boolean }) {
  return (
    <td class="num" data-label={label}>
      {complete ? (
        n
      ) : (
        <span title="not everything that tells who holds it was read">
          <span class="unseen">at least </span>
          {n}
          <span aria-hidden="true">+</span>
        </span>
      )}
    </td>
  )
}

function Active({ item: { keyholders, archived } }: { item: RepositoryItem }) {
  const { active, unknown, two } = keyholders
  if (two === 'unknown')
    return (
      <span class="may">
        {active}, {unknown} not known
      </span>
    )
  return <span class={two === 'no' && !archived ? 'no' : undefined}>{active}</span>
}
