/** The people who can change a repository, one line each. */

import { type Instant, isWeaker } from '../../../policy/words.ts'
import type { RepositoryPerson } from '../../../register/access/repositories/repository-view.ts'
import { ShortAgo } from '../../parts/lists/ago.tsx'
import { accountUrl } from '../../parts/page-addresses.ts'
import { inWords, isWebAddress, Name } from '../../parts/print.tsx'

export function PeopleTable(props: {
  people: readonly RepositoryPerson[]
  org: string
  repository: string
  now: Instant
}) {
  const { people, org, repository, now } = props
  if (people.length === 0) return <p class="pad soft">Nobody is known who can change it.</p>
  return (
    <div class="scroll">
      <table class="one cards">
        <caption class="unseen">
          People with write or more on <Name text={repository} />
        </caption>
        <thead>
          <tr>
            <th scope="col">Person</th>
            <th scope="col">Access</th>
            <th scope="col">Through</th>
            <th scope="col">Last used here</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr>
              <th scope="row">
                <a class="plain" href={accountUrl(org, person.login)}>
                  <Name text={nameOf(person)} />
                </a>
                {person.type === 'Bot' && (
                  <>
                    {' '}
                    <span class="tag">bot</span>
                  </>
                )}
              </th>
              <td>
                <span class={`power ${person.role === 'admin' ? 'admin' : 'write'}`}>{person.role}</span>
              </td>
              <td class="stretchy">
                <Through person={person} />
              </td>
              <td>
                <LastUsed person={person} now={now} />
              </td>
              <td>
                <span class={`verdict ${person.verdict}`}>{person.verdict}</span>{' '}
                <span class="soft small">{hereInWords(person)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function nameOf({ name, login }: RepositoryPerson): string {
  return name === null || name.trim() === '' ? login : name
}

/** The paths that give their role, and folded those that would leave them with less and let them push still. */
function Through({ person: { paths, role } }: { person: RepositoryPerson }) {
  const weaker = paths.filter((path) => path.role !== role && !isWeaker(path.role, 'write'))
  return (
    <>
      <Name
        text={paths
          .filter((path) => path.role === role)
          .map(({ words }) => words)
          .join(' · ')}
      />
      {weaker.length > 0 && (
        <>
          {' '}
          <details class="inline">
            <summary class="small">
              and {weaker.length} weaker<span class="unseen"> {weaker.length === 1 ? 'path' : 'paths'}</span>
            </summary>
            <span class="soft small">
              <Name text={weaker.map((path) => `${path.words} (${path.role})`).join(' · ')} />
            </span>
          </details>
        </>
      )}
    </>
  )
}

function LastUsed({ person: { lastUse, lastAct }, now }: { person: RepositoryPerson; now: Instant }) {
  if (lastUse === null)
    return (
      <>never seen {lastAct !== null && <span class="soft small">· only {inWords(lastAct.kind)}</span>}</>
    )
  const kind = inWords(lastUse.kind)
  return (
    <>
      <ShortAgo at={lastUse.at} now={now} />{' '}
      <span class="soft small">{isWebAddress(lastUse.url) ? <a href={lastUse.url}>{kind}</a> : kind}</span>
    </>
  )
}

function hereInWords({ verdict, use }: RepositoryPerson): string {
  if (use === 'unknown') return 'here not known'
  return verdict === 'active' && use === 'unused' ? 'not here' : ''
}
