/** Beside the people of a repository: who can release, which keys and Apps can write, and what no audit reads. */

import type { Instant } from '../../../policy/words.ts'
import type {
  RepositoryKeyView,
  RepositoryView,
} from '../../../register/access/repositories/repository-view.ts'
import { Ago } from '../../parts/lists/ago.tsx'
import { accountUrl } from '../../parts/page-addresses.ts'
import { Day, inWords, Name } from '../../parts/print.tsx'

export function BesideRepository(props: {
  repository: RepositoryView
  org: string
  onGitHub: string
  now: Instant
}) {
  const { repository, org, onGitHub, now } = props
  return (
    <>
      <section class="panel pad">
        <h2>Who can release</h2>
        <Release release={repository.release} org={org} now={now} />
      </section>
      <section class="panel pad">
        <h2>Keys and Apps that can write</h2>
        {repository.keys.length === 0 ? (
          <p>None is known.</p>
        ) : (
          <ul class="list">
            {repository.keys.map((key) => (
              <Key of={key} now={now} />
            ))}
          </ul>
        )}
      </section>
      <section class="panel pad">
        <h2>Security features</h2>
        <p>
          No audit reads branch protection, code scanning, secret scanning, private reporting, Dependabot or
          SECURITY.md, so whether they are on is not known here.{' '}
          <a href={`${onGitHub}/security`}>See GitHub</a>
        </p>
      </section>
    </>
  )
}

function Release({ release, org, now }: { release: RepositoryView['release']; org: string; now: Instant }) {
  const { reviewers, readAt, released } = release
  const inactive = (reviewers ?? []).filter(({ verdict }) => verdict === 'inactive').length
  return (
    <ul class="list">
      <li>
        {reviewers === null ? (
          <>
            <b>Not known.</b> No environment is known here that asks for an approval.
          </>
        ) : (
          <>
            <b>Approval of an environment</b>:{' '}
            {reviewers.length === 0 && 'nobody who asks for it holds anything here any more'}
            {reviewers.map(({ login }, n) => (
              <>
                {n > 0 && ', '}
                <a href={accountUrl(org, login)}>
                  <Name text={login} />
                </a>
              </>
            ))}{' '}
            {inactive > 0 && <span class="tag bad">{inactive} inactive</span>}
            {readAt !== null && (
              <span class="soft small">
                {' '}
                as read on <Day at={readAt} />
              </span>
            )}
          </>
        )}
      </li>
      <li>
        Tags and releases: whoever can push, unless a rule of GitHub forbids it. Those rules are not read.
      </li>
      {released.slice(0, MOST_RELEASED).map(({ login, kind, at }) => (
        <li>
          <a href={accountUrl(org, login)}>
            <Name text={login} />
          </a>
          : {inWords(kind)} <Ago at={at} now={now} />
        </li>
      ))}
    </ul>
  )
}

/** So many past releases and tags are shown. */
const MOST_RELEASED = 8

function Key({ of, now }: { of: RepositoryKeyView; now: Instant }) {
  const { kind, name, place, use, lastUsedAt, writes } = of
  return (
    <li class="begins">
      {inWords(kind)}{' '}
      <b>
        <Name text={name} />
      </b>
      : <code>{writes.join(', ')}</code>,{' '}
      {lastUsedAt !== null ? (
        <>
          used <Ago at={lastUsedAt} now={now} />
        </>
      ) : use === 'never' ? (
        'never used'
      ) : (
        'GitHub does not show its use'
      )}
      {place === 'selected' && (
        <span class="soft small"> on selected repositories; GitHub does not say whether on this one</span>
      )}
    </li>
  )
}
