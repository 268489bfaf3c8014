/** How somebody holds access: the drawing, and behind it every grant as a table. */

import { counted } from '../../../policy/english.ts'
import type { GrantView } from '../../../register/access/dossier/grant-views.ts'
import type { DrawnDossier } from '../../../register/access/dossier.ts'
import { ShortDay } from '../../parts/lists/ago.tsx'
import { repositoryUrl } from '../../parts/page-addresses.ts'
import { ActivityLink, membershipInWords, Name, Words } from '../../parts/print.tsx'
import { AccessDrawing, AccessTree, shortOf } from './access-drawing.tsx'
import { MoreAsJson } from './more-as-json.tsx'

export function HeldPanel(props: { dossier: DrawnDossier; org: string; windowMonths: number }) {
  const { dossier, org, windowMonths } = props
  const { picture, login } = dossier
  const { paths, repositories, links, moreRepositories, morePaths } = picture
  const hasUnknown = [...paths, ...repositories, ...links].some(({ use }) => use === 'unknown')
  const drawn = { picture, organization: org, standing: membershipInWords(dossier.role) }
  return (
    <section class="panel pad c8">
      <h2>How the access is held</h2>
      {paths.length === 0 ? (
        <p>{nothingOpened(dossier, org)}</p>
      ) : (
        <>
          <AccessDrawing {...drawn} />
          <AccessTree {...drawn} />
          <UseLegend windowMonths={windowMonths} hasUnknown={hasUnknown} />
          {(moreRepositories > 0 || morePaths > 0) && (
            <p class="small soft">
              {moreRepositories > 0 && (
                <>
                  Drawn are those that were used, then the strongest;{' '}
                  <a href={`/orgs/${org}/repositories?account=${encodeURIComponent(login)}`}>
                    and {counted(moreRepositories, 'more repository', 'more repositories')}
                  </a>
                  .{' '}
                </>
              )}
              {morePaths > 0 && `${counted(morePaths, 'more path')} in the table.`}
            </p>
          )}
        </>
      )}
      {dossier.grants.length > 0 && <HeldTable dossier={dossier} org={org} />}
    </section>
  )
}

function nothingOpened({ role, login }: DrawnDossier, org: string): string {
  switch (role) {
    case 'none':
      return `${login} has no access to ${org}.`
    case 'invited':
      return `${login} is invited to ${org}; that opens nothing before it is accepted.`
    case 'admin':
    case 'member':
    case 'outside_collaborator':
      return `${login} is ${membershipInWords(role)} of ${org}, which by itself opens no repository.`
  }
}

function UseLegend({ windowMonths, hasUnknown }: { windowMonths: number; hasUnknown: boolean }) {
  return (
    <ul class="legend only-wide">
      <li>
        <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
          <rect class="f-good" y="4" width="10" height="3" />
        </svg>
        used within {counted(windowMonths, 'month')}
      </li>
      <li>
        <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
          <rect class="f-inactive" y="4" width="4" height="2" />
          <rect class="f-inactive" x="6" y="4" width="4" height="2" />
        </svg>
        not used
      </li>
      {hasUnknown && (
        <li>
          <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
            <rect class="f-unknown" y="4" width="10" height="2" />
          </svg>
          use not known: not all of it was read, nothing changed there, or it was given lately
        </li>
      )}
    </ul>
  )
}

/** So many grants stand in the table; all of them are in the API's answer. */
const MOST_ROWS = 100

function HeldTable({ dossier, org }: { dossier: DrawnDossier; org: string }) {
  const { grants, login } = dossier
  const more = grants.length - MOST_ROWS
  return (
    <details class="fold">
      <summary>The same as a table</summary>
      <section class="scroll" tabindex={0} aria-label="Every path, as a table">
        <table class="cards">
          <caption class="unseen">Every path by which {login} has access</caption>
          <thead>
            <tr>
              {['Path', 'Access', 'Repositories', 'Seen since', 'Last use', 'Verdict'].map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grants.slice(0, MOST_ROWS).map((grant) => (
              <Grant grant={grant} org={org} />
            ))}
          </tbody>
        </table>
      </section>
      <MoreAsJson more={more} noun="path" org={org} login={login} />
    </details>
  )
}

function Grant({ grant, org }: { grant: GrantView; org: string }) {
  return (
    <tr>
      <th scope="row">
        <Name text={grant.path} />
      </th>
      <td data-label="access">
        <Words text={grant.role ?? 'no role of its own'} />
      </td>
      <td class="full">
        <Repositories repositories={grant.repositories} org={org} />
      </td>
      <td data-label="seen since">
        <ShortDay at={grant.since} />
      </td>
      <td data-label="last use">
        {grant.lastUse === null ? 'none known' : <ActivityLink activity={grant.lastUse} />}
      </td>
      <td class="full roomy">
        <span class={`verdict ${grant.verdict}`}>{grant.verdict}</span>{' '}
        {grant.verdict === 'unknown' && <span class="small soft">{grant.reason}</span>}
      </td>
    </tr>
  )
}

/** So many names stand in the table. */
const MOST_NAMES = 100

/** The repositories to which a grant gives access; null means all. Long lists are folded. */
function Repositories({ repositories, org }: { repositories: readonly string[] | null; org: string }) {
  if (repositories === null) return <a href={`/orgs/${org}/repositories`}>every repository</a>
  if (repositories.length === 0) return <>no repository</>
  const names = repositories.slice(0, MOST_NAMES).map((name, n) => (
    <>
      {n > 0 && ', '}
      <a href={repositoryUrl(org, shortOf(name))}>
        <Name text={name} />
      </a>
    </>
  ))
  if (repositories.length <= 3) return <>{names}</>
  const more = repositories.length - MOST_NAMES
  return (
    <details>
      <summary>{repositories.length} repositories</summary>
      {names}
      {more > 0 && ` and ${more} more`}
    </details>
  )
}
