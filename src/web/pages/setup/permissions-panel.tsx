/** The permissions of the App that reads: those that it needs, and for an organisation's owners what was granted there. */

import { counted } from '../../../policy/english.ts'
import { installationsUrl } from '../../../policy/words/addresses.ts'
import {
  APP_PERMISSIONS,
  type ComparedPermission,
  comparePermissions,
} from '../../../policy/words/app-permissions.ts'
import { findGrantedScopes } from '../../../register/audits/setup-progress.ts'
import type { Organization } from '../../../register/organizations.ts'
import type { Visit } from '../../access/visit.ts'
import { Name } from '../../parts/print.tsx'

/** Before anybody can be known to be an owner. */
export function NeededPermissions({ isToken }: { isToken: boolean }) {
  return (
    <section class="panel c6">
      <header>
        <h2>Permissions of the App</h2>
        <p>All of them read-only</p>
      </header>
      {isToken && (
        <p class="pad small soft">A token reads here. Without an App what only Apps may read stays unread.</p>
      )}
      <div class="scroll">
        <table class="cards">
          <caption class="unseen">Permissions of the App</caption>
          <thead>
            <tr>
              <th scope="col">Permission</th>
              <th scope="col">Wanted</th>
            </tr>
          </thead>
          <tbody>
            {APP_PERMISSIONS.map(({ label }) => (
              <tr>
                <th scope="row">{label}</th>
                <td data-label="wanted">read</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <footer>What was granted, owners see on /setup after the first audit.</footer>
    </section>
  )
}

/** One table for each of the organisations, from what their audits have read: GitHub is not asked. */
export async function GrantedPermissions(props: {
  c: Visit
  organizations: readonly Organization[]
  mayRemove: boolean
}) {
  const { c, organizations, mayRemove } = props
  const { register, deployment } = c.var.platform
  const scopes = await findGrantedScopes(register, organizations)
  return (
    <div class="c6">
      {organizations.map((org) => (
        <OfOrganization
          org={org}
          compared={comparedIn(org, scopes.get(org.id), mayRemove)}
          page={`${installationsUrl(deployment.webUrl, org.login)}/${org.installationId ?? ''}`}
          isOnly={organizations.length === 1}
        />
      ))}
    </div>
  )
}

/** Null where no audit has read it. */
function comparedIn(org: Organization, scopes: readonly string[] | undefined, mayRemove: boolean) {
  if (org.installationId === null || scopes === undefined) return null
  const levels = scopes.flatMap((scope) => {
    const [name, level] = scope.split(':')
    return name === undefined || level === undefined ? [] : [[name, level] as const]
  })
  return comparePermissions(new Map(levels), mayRemove)
}

function OfOrganization(props: {
  org: Organization
  compared: readonly ComparedPermission[] | null
  page: string
  /** False where there are several organisations: then each is folded. */
  isOnly: boolean
}) {
  const { org, compared, page, isOnly } = props
  return (
    <section class="panel">
      <header>
        <h2>
          Permissions at <Name text={org.login} />
        </h2>
        <p>{inShort(org, compared)}</p>
      </header>
      {compared !== null && isOnly && <ComparedTable compared={compared} org={org.login} />}
      {compared !== null && !isOnly && (
        <details class="in">
          <summary>Wanted against granted</summary>
          <ComparedTable compared={compared} org={org.login} />
        </details>
      )}
      {org.installationId !== null && (
        <footer>
          <a href={page}>Change them on GitHub</a>
        </footer>
      )}
    </section>
  )
}

function inShort(org: Organization, compared: readonly ComparedPermission[] | null): string {
  if (org.installationId === null) return 'Read by a token, of which GitHub does not tell what it may.'
  if (compared === null) {
    const missing = org.missingPermissions ?? []
    return `No audit has read the levels yet. ${counted(missing.length, 'permission')} missing.`
  }
  const missing = compared.filter((each) => each.is === 'none').length
  const more = compared.filter((each) => each.is === 'more').length
  const parts = [
    missing > 0 && `${missing} missing`,
    more > 0 && `${more} more than needed`,
    missing + more === 0 && 'as wanted',
  ]
  return parts.filter((part) => part !== false).join(', ')
}

function ComparedTable({ compared, org }: { compared: readonly ComparedPermission[]; org: string }) {
  return (
    <div class="scroll">
      <table class="cards">
        <caption class="unseen">Permissions of the App at {org}</caption>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            <th scope="col">Wanted</th>
            <th scope="col">Granted</th>
          </tr>
        </thead>
        <tbody>
          {compared.map(({ label, needed, granted, is }) => (
            <tr>
              <th scope="row">{label}</th>
              <td data-label="wanted">{needed ?? 'no'}</td>
              <td data-label="granted">
                <span class={NOTES[is].look}>{granted ?? 'none'}</span>{' '}
                <span class="small soft">{NOTES[is].note}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const NOTES: Readonly<Record<ComparedPermission['is'], { readonly look: string; readonly note: string }>> = {
  as_needed: { look: 'yes', note: '' },
  none: { look: 'no', note: 'what only it shows is not read' },
  removes: { look: 'yes', note: 'so this App can remove, too' },
  more: { look: 'no', note: 'more than needed' },
}
