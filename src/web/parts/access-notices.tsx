/** Notices about the organisation's own set-up: the second factor, permissions that the App lacks, invitations that failed. */

import { counted } from '../../policy/english.ts'
import type { OwnersSecondFactor } from '../../register/access/accounts.ts'
import type { FailedInvitationView } from '../../register/audits/failed-invitations.ts'
import type { Organization } from '../../register/organizations.ts'
import { Day, inWords } from './print.tsx'

/** `githubUrl` is where GitHub's pages are: `https://github.com`. */
interface Place {
  readonly org: Organization
  readonly githubUrl: string
}

/**
 * Whether two-factor authentication is required, and which owners have none. What GitHub does not show is said, with GitHub's
 * own list: it never reads as on.
 */
export function SecondFactorNotice({ org, githubUrl, owners }: Place & { owners: OwnersSecondFactor }) {
  const security = `${githubUrl}/organizations/${org.login}/settings/security`
  const people = `${githubUrl}/orgs/${org.login}/people?query=role%3Aowner+two-factor%3Adisabled`
  const isKnown = org.twoFactorRequired !== null
  return (
    <>
      {org.twoFactorRequired === true && <p>Two-factor authentication is required of everybody here.</p>}
      {(org.twoFactorRequired === false || owners.without.length > 0) && (
        <div class="notice bad">
          {org.twoFactorRequired === false && (
            <p>
              Two-factor authentication is not required of everybody here.{' '}
              <a href={security}>Where an owner requires it</a>
            </p>
          )}
          {owners.without.length > 0 && (
            <p>
              {counted(owners.without.length, 'owner has', 'owners have')} no second factor:{' '}
              {owners.without.join(', ')}.
            </p>
          )}
        </div>
      )}
      {(!isKnown || owners.unknown > 0) && (
        <p class="muted">
          {!isKnown && 'GitHub does not show whether two-factor authentication is required. '}
          {owners.unknown > 0 &&
            `GitHub does not show the second factor of ${counted(owners.unknown, 'owner', 'owners')}. `}
          <a href={people}>GitHub's own list of owners without it</a>
        </p>
      )}
    </>
  )
}

/** The permissions that the App's installation lacks, once, by name, with the page on which an owner accepts them. */
export function PermissionsNotice({ org, githubUrl }: Place) {
  const missing = org.missingPermissions ?? []
  if (missing.length === 0 || org.installationId === null) return null
  const link = `${githubUrl}/organizations/${org.login}/settings/installations/${org.installationId}`
  return (
    <div class="notice">
      <p>
        The App lacks {counted(missing.length, 'permission', 'permissions')}:{' '}
        {missing.map(inWords).join(', ')}. What only these show is not read.{' '}
        <a href={link}>Where an owner accepts them</a>, once the App asks for them.
      </p>
    </div>
  )
}

/** From so many on commits of nobody are worth a sentence on the overview. */
const MANY = 20

/** Commits of the window that belong to no account, where they are many: people who changed their address may look silent. */
export function UnlinkedCommitsNotice({
  unlinked,
  months,
}: {
  unlinked: readonly { readonly repository: string; readonly commits: number }[]
  months: number
}) {
  const all = unlinked.reduce((sum, { commits }) => sum + commits, 0)
  if (all < MANY) return null
  const shown = unlinked.slice(0, 5).map(({ repository, commits }) => `${repository} (${commits})`)
  return (
    <p class="muted">
      {all} commits of the last {months} months belong to no account: people who changed their address may
      look silent. Most of them are in {shown.join(', ')}.
    </p>
  )
}

/** Invitations that lapsed or failed: until an owner cancels one, inviting that person again is refused. */
export function FailedInvitationsNotice({
  org,
  githubUrl,
  failed,
}: Place & { failed: readonly FailedInvitationView[] }) {
  if (failed.length === 0) return null
  return (
    <details class="notice">
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
      <p>
        <a href={`${githubUrl}/orgs/${org.login}/people/failed_invitations`}>Cancel them on GitHub</a>
      </p>
    </details>
  )
}
