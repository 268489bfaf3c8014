/** The page of one repository: who can push, administer and release, by which path, and what of it they used. */

import { counted } from '../../../policy/english.ts'
import { readRules } from '../../../policy/rules/rules.ts'
import { findRepository } from '../../../register/access/repositories/one-repository.ts'
import type { RepositoryView } from '../../../register/access/repositories/repository-view.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import type { Visit } from '../../access/visit.ts'
import { exportFile, formatOf } from '../../export.ts'
import { render } from '../../parts/layout.tsx'
import { PageTurn, pageNumber } from '../../parts/page-turn.tsx'
import { Name } from '../../parts/print.tsx'
import { listAddress } from '../../parts/table.tsx'
import { mayRead } from '../../permissions/permissions.ts'
import { BesideRepository } from './beside-repository.tsx'
import { PERSON_COLUMNS } from './csv-columns.ts'
import { PeopleTable } from './people-table.tsx'

/** People on one page. */
const PAGE_SIZE = 100

/** The page of one repository, or its people as a file. */
export async function showRepository(c: Visit, login: string, name: string): Promise<Response> {
  const { org, actor } = await mayRead(c, login)
  const { register, now, deployment } = c.var.platform
  const format = formatOf(c)
  const repository = await findRepository(register, org, name, now)
  await logAccess(register, org.id, actor, format === null ? 'repository' : 'export', now)
  if (format !== null)
    return exportFile(c, format, `${org.login}-${repository.id}`, repository.people, PERSON_COLUMNS)
  const here = new URL(c.req.url)
  const pages = Math.max(1, Math.ceil(repository.people.length / PAGE_SIZE))
  const page = Math.min(pages, pageNumber(c.req.query('page')))
  const onGitHub = `${deployment.webUrl}/${org.login}/${encodeURIComponent(repository.name)}`
  return render(
    c,
    { title: `${repository.name} in ${org.login}`, org: org.login, here: '/repositories' },
    <>
      <div class="head">
        <div>
          <p class="crumb">
            <a href={`/orgs/${org.login}/repositories`}>Repositories</a>
          </p>
          <h1>
            <Name text={repository.name} />
          </h1>
          <Lead repository={repository} windowMonths={readRules(org.rules).windowMonths} />
        </div>
        <p class="small nowrap">
          <a href={onGitHub}>On GitHub</a> · <a href={listAddress(here, { format: 'csv' })}>CSV</a> ·{' '}
          <a href={listAddress(here, { format: 'json' })}>JSON</a>
        </p>
      </div>
      {!repository.complete && (
        <div class="notice">
          <p>
            Not everything that tells who holds this repository has been read, so there may be more people
            than stand here. <a href={`/orgs/${org.login}`}>What was not read</a>
          </p>
        </div>
      )}
      <div class="cols">
        <section class="panel c8">
          <header>
            <h2>Who can change it</h2>
            <p>Strongest role first, then whoever has not used it for longest</p>
          </header>
          <PeopleTable
            people={repository.people.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE)}
            org={org.login}
            repository={repository.name}
            now={now}
          />
          <footer>
            <PageTurn page={page} hasNext={page < pages} to={(n) => listAddress(here, { page: String(n) })} />
            {repository.readersOnly === 0
              ? 'Nobody else holds a role on it'
              : `${repository.readersOnly} more can read or triage`}
          </footer>
        </section>
        <div class="c4">
          <BesideRepository repository={repository} org={org.login} onGitHub={onGitHub} now={now} />
        </div>
      </div>
    </>,
  )
}

function Lead({ repository, windowMonths }: { repository: RepositoryView; windowMonths: number }) {
  const { canPush, canAdminister, canRelease, unusedHere, unknownHere, keyholders, keys, archived } =
    repository
  const release = canRelease === null ? 'who can release is not known' : `${canRelease} can release`
  const window = counted(windowMonths, 'month')
  return (
    <p class="lead">
      {repository.private && (
        <>
          <span class="tag">private</span>{' '}
        </>
      )}
      {archived && (
        <>
          <span class="tag">archived</span>{' '}
        </>
      )}
      <b>
        {canPush} can push, {canAdminister} can administer, {release}.
      </b>{' '}
      {keys.length > 0 && `${counted(keys.length, 'key or App', 'keys and Apps')} can write, too. `}
      {unusedHere} of the {canPush} have not used it for {window}
      {unknownHere > 0 && `; of ${unknownHere} nobody knows`}. Two keyholders: <Two two={keyholders.two} />,{' '}
      {counted(keyholders.active, 'active admin')}
      {keyholders.two === 'unknown' && ` and ${keyholders.unknown} not known`}.
      {archived && ' It is archived: nobody can push before it is unarchived.'}
    </p>
  )
}

function Two({ two }: { two: RepositoryView['keyholders']['two'] }) {
  switch (two) {
    case 'yes':
      return <span class="yes">yes</span>
    case 'no':
      return <span class="no">no</span>
    case 'unknown':
      return <span class="may">not known</span>
  }
}
