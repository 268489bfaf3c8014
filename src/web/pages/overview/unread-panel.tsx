/** What could not be read, what that costs, and the click that mends it. */

import { UNCOMMON_SOURCES } from '../../../policy/activity/uncommon.ts'
import { capitalized, counted, listed, withoutStop } from '../../../policy/english.ts'
import { missingInWords } from '../../../policy/proposals/missing-in-words.ts'
import { decides } from '../../../policy/verdict/coverage.ts'
import type { Coverage } from '../../../register/audits/audit-views.ts'
import type { FailedInvitationView } from '../../../register/audits/failed-invitations.ts'
import { isNeverRead } from '../../parts/coverage-table.tsx'
import { Day, inWords } from '../../parts/print.tsx'
import { permissionPage } from './next-step.tsx'
import { type OverviewFacts, sumOf } from './overview-facts.ts'

/** So many sources of one kind are named with their reason; the audit's page has all. */
const MOST_NAMED = 3

/** From so many commits without an account on, they are worth a sentence. */
const MANY_COMMITS = 20

export function UnreadPanel({ facts }: { facts: OverviewFacts }) {
  const { unread, audits, org, githubUrl, months } = facts
  const gaps = unread.sources.filter((each) => !isNeverRead(each))
  const deciding = gaps.filter(isDeciding)
  const uncommon = gaps.filter(isUncommon)
  const others = gaps.filter((each) => !isDeciding(each) && !isUncommon(each))
  const missing = missingInWords(unread.missing, true)
  const isWhole =
    gaps.length === 0 && (org.missingPermissions ?? []).length === 0 && org.repositorySelection !== 'selected'
  return (
    <section class="panel pad c4" id="unread">
      <h2>What could not be read</h2>
      <ul class="list">
        {audits.finished === null && <li>Nothing has been read yet, so nobody is called inactive.</li>}
        {audits.finished !== null && isWhole && (
          <li>Every source that this version reads was read in full.</li>
        )}
        <Permissions facts={facts} />
        <Gaps
          facts={facts}
          sources={deciding}
          costs="Whoever these could have shown to be active is unknown, not inactive."
        />
        <Unknown facts={facts} />
        <Gaps
          facts={facts}
          sources={uncommon}
          costs="Who can write there is not proposed before they are read."
        />
        <Gaps
          facts={facts}
          sources={others}
          costs="Nobody's verdict waits for these, but what they would show is missing."
        />
        {missing !== null && <li>{missing}</li>}
        <Unlinked unlinked={unread.unlinked} months={months} />
        <FailedInvitations
          failed={unread.failed}
          at={`${githubUrl}/orgs/${org.login}/people/failed_invitations`}
        />
        <NeverRead sources={unread.sources.filter(isNeverRead)} />
        <li class="soft small">
          Classic tokens are never visible to an owner.{' '}
          <a href={`${githubUrl}/organizations/${org.login}/settings/personal-access-tokens`}>
            Block them on GitHub
          </a>
        </li>
      </ul>
    </section>
  )
}

/** The permissions that the App lacks, by name, with a link to the page on which an owner accepts them. */
function Permissions({ facts }: { facts: OverviewFacts }) {
  const { org } = facts
  const missing = org.missingPermissions ?? []
  const page = permissionPage(facts)
  return (
    <>
      {missing.length > 0 && page !== null && (
        <li>
          <b>
            The App lacks {counted(missing.length, 'permission')}: {missing.map(inWords).join(', ')}.
          </b>{' '}
          What only these show is not read. <a href={page}>Grant it on GitHub</a>, once the App asks for it.
        </li>
      )}
      {org.repositorySelection === 'selected' && page !== null && (
        <li>
          <b>The App sees selected repositories only.</b> What people do in the others is not read, so nobody
          without an act elsewhere is called inactive. <a href={page}>Choose all on GitHub</a>.
        </li>
      )}
    </>
  )
}

function Gaps(props: { facts: OverviewFacts; sources: readonly Coverage[]; costs: string }) {
  const { facts, sources, costs } = props
  if (sources.length === 0) return null
  const named = sources.slice(0, MOST_NAMED)
  const more = sources.length - named.length
  return (
    <li>
      {named.map(({ source, reason }) => (
        <>
          <b>{capitalized(inWords(source))}:</b> {withoutStop(reason ?? 'not read')}.{' '}
        </>
      ))}
      {more > 0 && (
        <>
          And <a href={`${facts.here}/audits/${facts.audits.finished?.id}`}>{more} more</a>.{' '}
        </>
      )}
      Not read in full. {costs}
    </li>
  )
}

/** What the gaps cost: how many people are unknown because of them. */
function Unknown({ facts: { counts, here, audits } }: { facts: OverviewFacts }) {
  const n = sumOf(
    counts,
    { verdict: 'unknown' },
    counts.map(({ access }) => access),
  )
  if (n === 0 || audits.finished === null) return null
  return (
    <li>
      Until everything that decides is read,{' '}
      <a href={`${here}/accounts?verdict=unknown`}>{counted(n, 'person', 'people')}</a>{' '}
      {n === 1 ? 'stays' : 'stay'} unknown, and nothing is asked about them.
    </li>
  )
}

/** People who changed their address may look silent. */
function Unlinked({ unlinked, months }: { unlinked: OverviewFacts['unread']['unlinked']; months: number }) {
  const all = unlinked.reduce((sum, { commits }) => sum + commits, 0)
  if (all < MANY_COMMITS) return null
  const shown = unlinked.slice(0, MOST_NAMED).map(({ repository, commits }) => `${repository} (${commits})`)
  return (
    <li>
      {all} commits of the last {counted(months, 'month')} belong to no account: people who changed their
      address may look silent. Most of them are in {listed(shown)}.
    </li>
  )
}

/** Until an owner cancels one, inviting that person again is refused. */
function FailedInvitations({ failed, at }: { failed: readonly FailedInvitationView[]; at: string }) {
  if (failed.length === 0) return null
  return (
    <li>
      <details>
        <summary>
          {counted(failed.length, 'invitation has', 'invitations have')} lapsed or failed. Inviting the same
          person again is refused until it is cancelled.
        </summary>
        <ul>
          {failed.map(({ login, role, failedAt, reason }) => (
            <li>
              {login ?? 'an e-mail address'}, as {inWords(role)}
              {failedAt !== null && (
                <>
                  , <Day at={failedAt} />
                </>
              )}
              {reason !== null && <>: {reason}</>}
            </li>
          ))}
        </ul>
        <a href={at}>Cancel them on GitHub</a>
      </details>
    </li>
  )
}

function NeverRead({ sources }: { sources: readonly Coverage[] }) {
  if (sources.length === 0) return null
  return (
    <li class="soft small">
      Not read by this version: {sources.map(({ source }) => inWords(source)).join(', ')}.
    </li>
  )
}

/** Whether a verdict may wait for this source. */
function isDeciding({ source }: Coverage): boolean {
  return decides(source)
}

/** Whether a proposal may wait for this source, though no verdict does. */
function isUncommon({ source }: Coverage): boolean {
  return UNCOMMON_SOURCES.some((uncommon) => uncommon === source)
}
