/** The cells of one account's line in the list of accounts. */

import type { Child } from 'hono/jsx'
import type { AccessLevel, Instant } from '../../../policy/words.ts'
import type { AccountItem } from '../../../register/access/lists/account-list.ts'
import { ShortAgo } from '../../parts/lists/ago.tsx'
import { accountUrl } from '../../parts/page-addresses.ts'
import { ActivityWords, membershipInWords, Name } from '../../parts/print.tsx'

/** In the order of the page's columns. */
export function accountCells(item: AccountItem, org: string, now: Instant): readonly Child[] {
  const hasName = item.name !== null && item.name.trim() !== ''
  return [
    <>
      <a class="plain" href={accountUrl(org, item.login)}>
        {hasName ? <Name text={item.name ?? ''} /> : item.login}
      </a>
      {hasName && <span class="soft small w3"> {item.login}</span>}
    </>,
    item.access === 'none' ? (
      <span class="soft">none</span>
    ) : (
      <span class={`power ${markOf(item.access)}`}>{item.access}</span>
    ),
    membershipInWords(item.role),
    fewOf(item.teams),
    String(item.repositories),
    <LastActive item={item} now={now} />,
    <SecondFactor state={item.twoFactor} />,
    <span class={`verdict ${item.verdict}`} title={item.reason}>
      {item.verdict}
    </span>,
  ]
}

/** The class of a level's mark. */
function markOf(level: AccessLevel): string {
  switch (level) {
    case 'owner':
    case 'admin':
      return level
    case 'maintain':
    case 'write':
      return 'write'
    default:
      return 'read'
  }
}

/** How many teams a line names; the page of the account has all of them. */
const MOST_TEAMS = 3

function fewOf(teams: readonly string[]): string {
  const more = teams.length - MOST_TEAMS
  return `${teams.slice(0, MOST_TEAMS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** “At most”: a later act may not have been read. Of whom an act within the window is known that changes nothing. */
function LastActive({ item, now }: { item: AccountItem; now: Instant }) {
  const { lastActivity: last, verdict } = item
  if (last === null) return <span class="soft">{verdict === 'unknown' ? 'not known' : 'never seen'}</span>
  const isOpen = last.precision === 'at_least' && (verdict === 'inactive' || verdict === 'unknown')
  return (
    <>
      {isOpen && 'at most '}
      <ShortAgo at={last.at} now={now} />
      <span class="soft small w3">
        {' '}
        <ActivityWords activity={last} />
      </span>
    </>
  )
}

function SecondFactor({ state }: { state: AccountItem['twoFactor'] }) {
  switch (state) {
    case 'disabled':
      return <span class="no">off</span>
    case 'enabled':
      return <span class="soft">on</span>
    case 'unknown':
      return <span class="soft">not shown</span>
  }
}
