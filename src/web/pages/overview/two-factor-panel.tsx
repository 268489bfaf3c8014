/** Two-factor authentication by power, and whether it is required. What GitHub does not show never reads as on. */

import type { GroupCounts } from '../../../register/access/overview-counts.ts'
import type { OverviewFacts } from './overview-facts.ts'
import { GROUP_NAMES } from './panel-words.ts'

export function TwoFactorPanel({ facts }: { facts: OverviewFacts }) {
  const { org, counts, here, githubUrl } = facts
  const rows = counts.filter(({ all }) => all > 0)
  const isHidden = rows.some(({ twoFactor }) => twoFactor.unknown > 0)
  return (
    <section class="panel pad c4" id="two-factor">
      <h2>Two-factor authentication</h2>
      <dl class="facts pair">
        <dt>Required by {org.login}</dt>
        <dd>
          <Required facts={facts} />
        </dd>
        {rows.map((row) => (
          <>
            <dt>{GROUP_NAMES[row.access]}</dt>
            <dd>
              <Without row={row} here={here} />
            </dd>
          </>
        ))}
      </dl>
      {isHidden && (
        <p class="small soft">
          Where GitHub does not show it, it may be off.{' '}
          <a href={`${githubUrl}/orgs/${org.login}/people?query=two-factor%3Adisabled`}>
            GitHub's own list of people without it
          </a>
        </p>
      )}
    </section>
  )
}

function Required({ facts: { org, githubUrl } }: { facts: OverviewFacts }) {
  if (org.twoFactorRequired === true) return <span class="yes">yes</span>
  const at = `${githubUrl}/organizations/${org.login}/settings/security`
  if (org.twoFactorRequired === false)
    return (
      <>
        <span class="no">no</span> · <a href={at}>require it</a>
      </>
    )
  return (
    <>
      <span class="may">not shown</span> · <a href={at}>see it on GitHub</a>
    </>
  )
}

function Without({ row, here }: { row: GroupCounts; here: string }) {
  const { disabled, unknown } = row.twoFactor
  const listOf = (state: 'disabled' | 'unknown') => `${here}/accounts?access=${row.access}&twoFactor=${state}`
  if (disabled === 0 && unknown === 0) return <span class="yes">all {row.all}</span>
  return (
    <>
      {disabled > 0 && (
        <a href={listOf('disabled')}>
          <b>{disabled}</b> of {row.all} without
        </a>
      )}
      {disabled > 0 && unknown > 0 && ', '}
      {unknown > 0 && (
        <a href={listOf('unknown')}>
          {unknown === row.all ? `not shown of ${row.all}` : `${unknown} not shown`}
        </a>
      )}
    </>
  )
}
