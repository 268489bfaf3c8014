/** What everybody sees of one organisation: how it stands, the trend, every quarter, SPEC 6, the policy, the badge. */

import { counted } from '../../../policy/english.ts'
import { type Keeping, wayBackInWords } from '../../../policy/people/keeping.ts'
import type { ReviewEvery } from '../../../policy/rules/review-calendar.ts'
import { Name } from '../../parts/print.tsx'
import { Spec6Table } from '../report/report-page.tsx'
import { type PublicPage, publicChangeInWords } from './numbers.ts'
import { QuartersTable } from './parts.tsx'
import { Trend } from './trend.tsx'

export function OrganizationSheet(props: { page: PublicPage; publicUrl: string; keeping: Keeping }) {
  const { page, publicUrl, keeping } = props
  const { login, newest, review, reportDigest, onTime, countedOtherwiseUntil } = page
  return (
    <>
      <div class="head">
        <div>
          <h1>
            How <Name text={login} /> keeps its keys
          </h1>
          <p class="lead">
            {newest === null
              ? 'No quarter has been kept yet.'
              : `At the end of ${newest.quarter}: ${publicChangeInWords(newest)}`}{' '}
            {review === null ? (
              'No review has finished yet.'
            ) : (
              <>
                The last finished review is that of <span class="nowrap">{review.quarter}</span>
                {onTime === false && '; the next one is late'}.
              </>
            )}
          </p>
          <p class="soft">
            The numbers are kept once a quarter. They name nobody, and none is shown that would say something
            about single people.
            {countedOtherwiseUntil !== null &&
              ` Quarters until ${countedOtherwiseUntil} were counted in an earlier way, and nothing here is compared with them.`}
          </p>
        </div>
      </div>
      <Trend quarters={page.quarters} />
      <QuartersTable quarters={page.quarters} windowMonths={page.policy.windowMonths} />
      <p class="small soft">
        Stale access: pairs of somebody, or a key, and a place where they can write, unused for the window
        below. The goal is 70 % less than at the baseline, the first complete audit.
      </p>
      <h2>SPEC 6, Keys to the Castle</h2>
      <Spec6Table principles={page.spec6} />
      <h2>The policy</h2>
      <PolicyInWords policy={page.policy} keeping={keeping} />
      {reportDigest !== null && review !== null && (
        <>
          <h2>The report of {review.quarter}</h2>
          <p>The owners can hand on the report of the review. SHA-256 of the edition without names:</p>
          <p class="hash">{reportDigest}</p>
        </>
      )}
      <details class="fold">
        <summary>Put the badge on your README</summary>
        <pre class="copy" tabindex={0}>
          {badgeMarkdown(publicUrl, login)}
        </pre>
      </details>
      <p>
        <a href={`/api/public/orgs/${login}`}>These numbers as JSON</a> · <a href="/">All organisations</a>
      </p>
    </>
  )
}

function PolicyInWords({ policy, keeping }: Pick<PublicPage, 'policy'> & { keeping: Keeping }) {
  const { windowMonths, noticeDays, reviewDueDays, reviewEvery } = policy
  return (
    <ul>
      <li>
        Access that nobody has used for {counted(windowMonths, 'month')} is asked about {EVERY[reviewEvery]}.
        Owners have {counted(reviewDueDays, 'day')} to answer. No answer is never consent.
      </li>
      <li>
        One act of one’s own within the window clears a person. What could not be read is <i>unknown</i>, and
        an unknown is never asked about.
      </li>
      <li>
        Only owners decide, nobody on their own case, and owners’ and administrators’ rights need two.{' '}
        {noticeDays === 0
          ? 'No notice is owed before access is taken.'
          : `Access is taken at the earliest ${counted(noticeDays, 'day')} after the question was asked.`}
      </li>
      <li>Right before, everything is looked at again; whoever has become active keeps what they hold.</li>
      <li>There is a way back for {wayBackInWords(keeping)}, to exactly what was held.</li>
    </ul>
  )
}

const EVERY: Readonly<Record<ReviewEvery, string>> = {
  quarter: 'once a quarter',
  half_year: 'twice a year',
  year: 'once a year',
  never: 'when owners open a review',
}

/** The badge in Markdown. A login has only letters, digits and hyphens, so nothing in it is formatting. */
function badgeMarkdown(publicUrl: string, login: string): string {
  const badge = encodeURIComponent(`${publicUrl}/badge/${login}.json`)
  return `[![access reviewed](https://img.shields.io/endpoint?url=${badge})](${publicUrl}/${login})`
}
