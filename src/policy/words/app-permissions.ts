/** The permissions that the App that reads needs, in GitHub's words, and how what was granted compares with them. */

/** A permission that an audit reads with. */
interface Needed {
  /** GitHub's name of it. */
  readonly name: string
  /** As GitHub's page calls it, with whose it is. */
  readonly label: string
  /** A removal writes with it. */
  readonly removes?: true
}

/** All at the level `read`; docs/install.md says why each. */
export const APP_PERMISSIONS = [
  { name: 'members', label: 'Organisation: Members', removes: true },
  { name: 'organization_administration', label: 'Organisation: Administration' },
  {
    ...{ name: 'organization_personal_access_tokens', label: 'Organisation: Personal access tokens' },
    removes: true,
  },
  {
    ...{
      name: 'organization_personal_access_token_requests',
      label: 'Organisation: Personal access token requests',
    },
    removes: true,
  },
  { name: 'metadata', label: 'Repository: Metadata' },
  { name: 'administration', label: 'Repository: Administration', removes: true },
  { name: 'contents', label: 'Repository: Contents' },
  { name: 'issues', label: 'Repository: Issues' },
  { name: 'pull_requests', label: 'Repository: Pull requests' },
  { name: 'discussions', label: 'Repository: Discussions' },
  { name: 'actions', label: 'Repository: Actions' },
  { name: 'deployments', label: 'Repository: Deployments' },
  { name: 'repository_advisories', label: 'Repository: Repository security advisories' },
] as const satisfies readonly Needed[]

/** `removes`: it may write, by which this App removes, too. `more`: no audit and no removal needs it. */
export type Granted = 'as_needed' | 'none' | 'removes' | 'more'

/** One permission, needed or granted or both. */
export interface ComparedPermission {
  readonly label: string
  readonly needed: 'read' | null
  /** GitHub's word for the level; null where it is not granted. */
  readonly granted: string | null
  readonly is: Granted
}

/** Every permission that is needed, in the order of the list, then what was granted beside it. `granted`: the level by GitHub's name. */
export function comparePermissions(
  granted: ReadonlyMap<string, string>,
  mayRemove: boolean,
): readonly ComparedPermission[] {
  const needed: readonly Needed[] = APP_PERMISSIONS
  const beside = [...granted].filter(([name]) => !needed.some((each) => each.name === name))
  return [
    ...needed.map(({ name, label, removes = false }): ComparedPermission => {
      const level = granted.get(name) ?? null
      return { label, needed: 'read', granted: level, is: howGranted(level, removes && mayRemove) }
    }),
    ...beside.map(([name, level]): ComparedPermission => {
      const label = name.replaceAll('_', ' ')
      return { label, needed: null, granted: level, is: 'more' }
    }),
  ]
}

function howGranted(level: string | null, removes: boolean): Granted {
  if (level === null) return 'none'
  if (level === 'read') return 'as_needed'
  return removes ? 'removes' : 'more'
}
