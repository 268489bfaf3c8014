/** The page that lists repositories: how many can push, administer and release, with filters, sort links and exports. */

import { Hono } from 'hono'
import { counted, monthsInWords } from '../../../policy/english.ts'
import { readRules } from '../../../policy/rules/rules.ts'
import {
  type ListedRepositories,
  listRepositories,
  type RepositoryCounts,
} from '../../../register/access/repositories/repository-list.ts'
import {
  REPOSITORY_POWERS,
  type RepositoryFilter,
  SORT_KEYS,
} from '../../../register/access/repositories/repository-rows.ts'
import { askedFor } from '../../../register/cursor.ts'
import type { Web } from '../../access/visit.ts'
import { keysAsked } from '../../api/contract.ts'
import { exportFile, formatOf } from '../../export.ts'
import { render } from '../../parts/layout.tsx'
import { ListFilters } from '../../parts/lists/list-filters.tsx'
import { askedIn, RepositoryQuery } from '../../parts/lists/queries.ts'
import { listAddress, Pager } from '../../parts/table.tsx'
import { mayRead } from '../../permissions/permissions.ts'
import { REPOSITORY_COLUMNS } from './csv-columns.ts'
import { RepositoriesTable } from './repositories-table.tsx'
import { showRepository } from './repository-page.tsx'

/** Repositories on one page. */
const PAGE_SIZE = 100

export const repositoriesPages = new Hono<Web>()
  .get('/orgs/:org/repositories', async (c) => {
    const { org } = await mayRead(c, c.req.param('org'))
    const { register, now } = c.var.platform
    const here = new URL(c.req.url)
    const { cursor, limit: _limit, ...filter } = askedIn(RepositoryQuery, here)
    const format = formatOf(c)
    if (format !== null) {
      const { items } = await listRepositories(register, org, filter, now, null, Number.MAX_SAFE_INTEGER)
      return exportFile(c, format, `${org.login}-repositories`, items, REPOSITORY_COLUMNS)
    }
    const after = keysAsked(cursor, SORT_KEYS, filter)
    const window = monthsInWords(readRules(org.rules).windowMonths)
    const list = askedFor(await listRepositories(register, org, filter, now, after, PAGE_SIZE), filter)
    return render(
      c,
      { title: `Repositories of ${org.login}`, org: org.login, here: '/repositories' },
      <>
        <div class="head">
          <div>
            <h1>{headingOf(list, filter, window)}</h1>
          </div>
          <p class="small nowrap">
            <a href={listAddress(here, { format: 'csv' })}>CSV</a> ·{' '}
            <a href={listAddress(here, { format: 'json' })}>JSON</a>
          </p>
        </div>
        <Views here={here} counts={list.matching} view={filter.view} window={window} />
        <Filters filter={filter} />
        {list.items.length === 0 ? (
          <p class="soft">
            {list.counts.all === 0
              ? 'No repository is known yet: they stand here once an audit has read them.'
              : 'No repository matches. '}
            {list.counts.all > 0 && <a href={here.pathname}>Show all</a>}
          </p>
        ) : (
          <RepositoriesTable items={list.items} org={org.login} here={here} filter={filter} now={now} />
        )}
        <Pager here={here} nextCursor={list.nextCursor} />
        <p class="soft small">
          Can release: may approve the environment that publishes, as last read; ? = not known. Whoever can
          push may publish, too, unless a rule of GitHub forbids it; those rules are not read. Active admins:
          seen in {window}, and can administer it; two are wanted. People at work: seen there in {window}.
          “Who can” without a name counts nobody who can everywhere. “All” alone has archived repositories.
        </p>
      </>,
    )
  })
  .get('/orgs/:org/repositories/:name', async (c) =>
    showRepository(c, c.req.param('org'), c.req.param('name')),
  )

/** As many as the table has rows. */
function headingOf(
  { counts, matching }: ListedRepositories,
  filter: RepositoryFilter,
  window: string,
): string {
  const isFiltered = [filter.q, filter.account, filter.power].some((asked) => asked !== undefined)
  const repositories = `${isFiltered ? 'matching ' : ''}${matching.all === 1 ? 'repository' : 'repositories'}`
  const { all, fewKeyholders, noPush } = matching
  if (filter.view === 'few_keyholders')
    return `${fewKeyholders} of ${all} ${repositories} ${fewKeyholders === 1 ? 'has' : 'have'} fewer than two active admins`
  if (filter.view === 'no_push') return `${noPush} of ${all} ${repositories} had no push in ${window}`
  if (isFiltered)
    return `${all} of ${counted(counts.all, 'repository', 'repositories')} ${all === 1 ? 'matches' : 'match'}`
  const few = fewKeyholders === 0 ? '' : `, ${fewKeyholders} with fewer than two active admins`
  return `${all} ${repositories}${few}`
}

function Views(props: {
  here: URL
  counts: RepositoryCounts
  view: RepositoryFilter['view']
  window: string
}) {
  const { here, counts, view, window } = props
  const views = [
    [undefined, 'All', counts.all],
    ['few_keyholders', 'Fewer than two active admins', counts.fewKeyholders],
    ['no_push', `No push in ${window}`, counts.noPush],
  ] as const
  return (
    <ul class="pills">
      {views.map(([name, label, n]) => (
        <li>
          <a
            href={listAddress(here, { view: name ?? null })}
            aria-current={name === view ? 'page' : undefined}
          >
            {label} <span class="n">{n}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}

function Filters({ filter }: { filter: RepositoryFilter }) {
  return (
    <ListFilters
      label="Filter the repositories"
      kept={{ view: filter.view, sort: filter.sort, order: filter.order }}
      filters={[
        { name: 'account', label: 'Login of somebody', value: filter.account ?? '', options: null },
        {
          ...{ name: 'power', label: 'Who can', value: filter.power ?? '' },
          options: [['', 'anything'], ...REPOSITORY_POWERS.map((power) => [power, power] as const)],
        },
      ]}
    >
      <label class="grow">
        Repository
        <input type="search" name="q" value={filter.q ?? ''} />
      </label>
    </ListFilters>
  )
}
