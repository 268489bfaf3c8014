/** The cells of one credential's line in the list of credentials. */

import type { Child } from 'hono/jsx'
import { counted } from '../../../policy/english.ts'
import { permissionsInWords } from '../../../policy/words/permissions.ts'
import type { CredentialKind, Finding, Instant } from '../../../policy/words.ts'
import type { CredentialItem } from '../../../register/access/lists/credential-list.ts'
import { ShortAgo, ShortDay } from '../../parts/lists/ago.tsx'
import { accountUrl } from '../../parts/page-addresses.ts'
import { Name } from '../../parts/print.tsx'

/** The kinds in words, and what to know about each. */
export const KIND_WORDS: Readonly<Record<CredentialKind, readonly [heading: string, note: string]>> = {
  app_installation: ['GitHub Apps', 'installed; removed by hand on GitHub'],
  fine_grained_token: ['Fine-grained tokens', 'classic tokens are not visible to owners'],
  token_request: ['Token requests', 'wait for an owner'],
  deploy_key: ['Deploy keys', ''],
}

/** In the order of the page's columns. */
export function credentialCells(item: CredentialItem, org: string, now: Instant): readonly Child[] {
  return [
    item.name.trim() === '' ? <span class="soft">without a name</span> : <Name text={item.name} />,
    <Owner item={item} org={org} />,
    <Opens item={item} />,
    <>
      <span class="only-narrow soft small">used </span>
      <LastUsed item={item} now={now} />
    </>,
    <Expires item={item} />,
    <Findings findings={findingsNow(item.findings)} />,
    <span class={`verdict ${item.verdict}`} title={item.reason}>
      {item.verdict}
    </span>,
  ]
}

function Owner({ item: { owner, kind }, org }: { item: CredentialItem; org: string }) {
  if (owner !== null)
    return (
      <a class="plain" href={accountUrl(org, owner)}>
        {owner}
      </a>
    )
  return <span class="soft">{kind === 'app_installation' ? 'the organisation' : 'unknown'}</span>
}

/** One phrase; what it is made of is folded. */
function Opens({ item }: { item: CredentialItem }) {
  const { phrase, permissions } = permissionsInWords(item, item.repository?.replace(/^.*\//, '') ?? null)
  const ended = endOf(item.findings)
  return (
    <>
      {ended === undefined
        ? `${item.kind === 'token_request' ? 'would ' : ''}${phrase}`
        : `opens nothing: ${ended.code}`}
      {permissions.length > 0 && (
        <>
          {' '}
          <details class="inline">
            <summary class="small">{counted(permissions.length, 'permission')}</summary>
            <span class="small soft">{permissions.map((each) => each.replace(':', ': ')).join(', ')}</span>
          </details>
        </>
      )}
    </>
  )
}

/** The finding by which the credential opens nothing any more. */
function endOf(findings: readonly Finding[]): Finding | undefined {
  return findings.find(({ code }) => code === 'expired' || code === 'suspended')
}

/** What opens nothing can write nothing, whatever it was permitted. */
function findingsNow(findings: readonly Finding[]): readonly Finding[] {
  if (endOf(findings) === undefined) return findings
  return findings.filter(({ code }) => code !== 'write_access' && code !== 'wide_scope')
}

function LastUsed({ item, now }: { item: CredentialItem; now: Instant }) {
  if (item.lastUsedAt !== null) return <ShortAgo at={item.lastUsedAt} now={now} />
  if (item.use === 'never') return <span class="soft">never</span>
  return (
    <span class="soft" title="GitHub does not show when it was used">
      not shown
    </span>
  )
}

/** The day of expiry, or that it never expires: in red where that is a finding, as it is for tokens, which can have one. */
function Expires({ item: { expiresAt, findings } }: { item: CredentialItem }) {
  if (expiresAt !== null) return <ShortDay at={expiresAt} />
  const finding = findings.find(({ code }) => code === 'no_expiry')
  return (
    <span class={finding === undefined ? 'soft' : 'no'} title={finding?.sentence}>
      never
    </span>
  )
}

/** So many marks stand in a line, the gravest first; behind them every finding in a sentence. */
const MOST_TAGS = 2

function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <>
      {findings.slice(0, MOST_TAGS).map(({ code }) => (
        <>
          <span class={`tag ${TAGS[code][0]}`}>{TAGS[code][1]}</span>{' '}
        </>
      ))}
      <details class="inline">
        <summary class="small">{findings.length > MOST_TAGS ? `all ${findings.length}` : 'why'}</summary>
        <span class="small soft">
          <Name text={findings.map(({ sentence }) => sentence).join(' ')} />
        </span>
      </details>
    </>
  )
}

const TAGS: Readonly<Record<Finding['code'], readonly [kind: string, text: string]>> = {
  owner_gone: ['bad', 'holder gone'],
  owner_inactive: ['bad', 'holder inactive'],
  suspended: ['', 'suspended'],
  expired: ['', 'expired'],
  wide_scope: ['bad', 'too wide'],
  write_access: ['', 'can write'],
  no_expiry: ['', 'never expires'],
  older_than_a_year: ['', 'over a year old'],
  use_not_observable: ['', 'use not shown'],
  invitation_lapsed: ['', 'lapsed'],
  two_factor_off: ['bad', 'no two-factor'],
}
