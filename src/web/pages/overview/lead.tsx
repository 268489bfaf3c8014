/** The sentence under the heading: which strong keys lie unused, in linked numbers, and what that is to be believed. */

import type { Child } from 'hono/jsx'
import type { AccessGroup } from '../../../policy/access/access-groups.ts'
import { STRONG_GROUPS } from '../../../policy/access/access-groups.ts'
import { monthsInWords } from '../../../policy/english.ts'
import { Time } from '../../parts/print.tsx'
import type { Heading } from './heading.ts'
import { type OverviewFacts, sumOf } from './overview-facts.ts'
import { dayFromNow } from './panel-words.ts'

const NOUNS: Readonly<Partial<Record<AccessGroup, readonly [one: string, many: string]>>> = {
  owner: ['owner', 'owners'],
  admin: ['admin', 'admins'],
  write_or_maintain: ['person who can push', 'people who can push'],
}

export function Lead({ facts, heading }: { facts: OverviewFacts; heading: Heading }) {
  switch (heading.kind) {
    case 'never_audited':
      return (
        <p class="lead">
          An audit reads who holds access to {facts.org.login} and when each last did something there. It
          changes nothing.
        </p>
      )
    case 'first_audit':
      return (
        <p class="lead">
          It reads who holds access to {facts.org.login} and when each last did something there. Until it has
          ended nobody is judged, and nothing is asked.
        </p>
      )
    case 'first_audit_failed':
      return (
        <p class="lead">
          {facts.audits.newest?.failure ?? 'It ended before everything was read.'} Nobody is judged, and
          nothing was changed. It is tried again by itself.
        </p>
      )
    default:
      return (
        <p class="lead">
          <Unused facts={facts} />
          <Unseen facts={facts} />
          <WithoutSecondFactor facts={facts} />
          <Old facts={facts} />
        </p>
      )
  }
}

/** `1 of 4 owners, 2 of 6 admins and 7 of 31 people who can push have not been active for six months.` */
function Unused({ facts: { counts, here, months } }: { facts: OverviewFacts }) {
  const window = monthsInWords(months)
  const all = sumOf(counts, {})
  const parts = STRONG_GROUPS.flatMap((group) => {
    const row = counts.find(({ access }) => access === group)
    const n = row?.verdicts.inactive ?? 0
    const [one, many] = NOUNS[group] ?? ['', '']
    if (row === undefined || n === 0) return []
    const href = `${here}/accounts?access=${group}&verdict=inactive`
    return [{ n, link: <a href={href}>{`${n} of ${row.all} ${row.all === 1 ? one : many}`}</a> }]
  })
  const active = sumOf(counts, { verdict: 'active' })
  if (parts.length === 0)
    return (
      <>
        <a href={`${here}/accounts?access=can_push&verdict=active`}>
          {active} of {all} people
        </a>{' '}
        who can push or more were active in the last {window}.
      </>
    )
  const isOne = parts.length === 1 && parts[0]?.n === 1
  return (
    <>
      {parts.map(({ link }, index) => (
        <>
          {separator(index, parts.length)}
          {link}
        </>
      ))}{' '}
      {isOne ? 'has' : 'have'} not been active for {window}.
    </>
  )
}

function separator(index: number, all: number): string {
  if (index === 0) return ''
  return index === all - 1 ? ' and ' : ', '
}

function Unseen({ facts: { counts, here } }: { facts: OverviewFacts }): Child {
  const n = sumOf(counts, { verdict: 'unknown' })
  if (n === 0) return null
  return (
    <>
      {' '}
      Of <a href={`${here}/accounts?access=can_push&verdict=unknown`}>{n} more</a> it is not known, because{' '}
      <a href="#unread">something could not be read</a>.
    </>
  )
}

/** Only what GitHub shows: nobody of whom it does not show it counts as having one. */
function WithoutSecondFactor({ facts: { counts, here } }: { facts: OverviewFacts }): Child {
  const n = sumOf(counts, { twoFactor: 'disabled' })
  if (n === 0) return null
  const isAtLeast = sumOf(counts, { twoFactor: 'unknown' }) > 0
  return (
    <>
      {isAtLeast ? ' At least ' : ' '}
      <a href={`${here}/accounts?access=can_push&twoFactor=disabled`}>
        {n} of all {sumOf(counts, {})}
      </a>{' '}
      {n === 1 ? 'has' : 'have'} no two-factor authentication.
    </>
  )
}

function Old({ facts: { audits, waiting, now } }: { facts: OverviewFacts }): Child {
  const at = audits.finished?.finishedAt ?? null
  if (waiting.auditsFailSince === null || at === null) return null
  return (
    <>
      {' '}
      All of this was read {dayFromNow(at, now)} (<Time at={at} />
      ); no audit could be finished since.
    </>
  )
}
