/** The sample's two organisations: roles, teams, invitations, credentials. Every kind of case, once. */

const since = '2019-05-01T00:00:00Z'
const member = (login: string) => ({ login, role: 'member', added_at: since })
const owner = (login: string) => ({ login, role: 'admin', added_at: since })
const inTeam = (...logins: readonly string[]) => logins.map((login) => ({ login, role: 'member' }))
const leads = (login: string) => ({ login, role: 'maintainer' })

const lichenLab = {
  login: 'lichen-lab',
  id: 6001,
  created_at: since,
  default_repository_permission: 'read',
  members: [
    ...['mara-voss', 'teo-lindqvist', 'ines-okafor'].map(owner),
    ...[
      'jonas-adeyemi',
      'priya-raman',
      'tomasz-wilk',
      'lucia-ferro',
      'henrik-solberg',
      'amina-diallo',
      'oskar-brandt',
      'yuki-tanabe',
      'dora-keller',
      'felix-moreau',
      'nadia-petrov',
      'sven-halvorsen',
      'rosa-campos',
      'ben-achterberg',
      'carla-nunes',
      'wei-sandoval',
      'emil-novak',
      'grace-obi',
      'paul-deschamps',
      'lichen-machine',
    ].map(member),
  ],
  teams: [
    {
      slug: 'core',
      name: 'Core',
      id: 6101,
      members: [
        leads('jonas-adeyemi'),
        ...inTeam('priya-raman', 'henrik-solberg', 'yuki-tanabe', 'dora-keller', 'carla-nunes'),
      ],
      repositories: [
        { name: 'lichen', permission: 'push' },
        { name: 'spores', permission: 'push' },
      ],
    },
    {
      slug: 'release',
      name: 'Release',
      id: 6102,
      parent: 'core',
      members: [leads('sven-halvorsen'), ...inTeam('oskar-brandt', 'carla-nunes')],
      repositories: [{ name: 'lichen', permission: 'maintain' }],
    },
    {
      slug: 'docs',
      name: 'Docs',
      id: 6103,
      members: [...inTeam('lucia-ferro', 'nadia-petrov', 'felix-moreau', 'grace-obi')],
      repositories: [
        { name: 'lichen-docs', permission: 'push' },
        { name: 'website', permission: 'push' },
      ],
    },
    {
      slug: 'translators',
      name: 'Translators',
      id: 6104,
      parent: 'docs',
      members: inTeam('paul-deschamps', 'wei-sandoval'),
      repositories: [],
    },
    {
      slug: 'triage',
      name: 'Triage',
      id: 6105,
      members: inTeam('amina-diallo', 'tomasz-wilk', 'ben-achterberg'),
      repositories: [{ name: 'lichen', permission: 'triage' }],
    },
    {
      slug: 'security',
      name: 'Security',
      id: 6106,
      privacy: 'secret',
      members: inTeam('mara-voss', 'emil-novak'),
      repositories: [{ name: 'field-notes', permission: 'admin' }],
    },
    { slug: 'emeritus', name: 'Emeritus', id: 6107, members: [], repositories: [] },
  ],
  invitations: [
    {
      id: 6201,
      login: 'hugo-marchetti',
      role: 'direct_member',
      created_at: '2026-11-19T08:00:00Z',
      inviter: 'mara-voss',
      teams: ['docs'],
    },
    {
      id: 6202,
      email: 'someone@lichen.example',
      role: 'admin',
      created_at: '2026-01-30T08:00:00Z',
      inviter: 'ines-okafor',
    },
    {
      id: 6203,
      login: 'olga-lindgren',
      role: 'direct_member',
      created_at: '2025-10-01T08:00:00Z',
      inviter: 'ines-okafor',
      failed_at: '2025-10-08T08:00:00Z',
      failed_reason: 'Invitation expired. User did not accept this invite for 7 days',
    },
  ],
  installations: [
    {
      id: 6301,
      app_id: 7001,
      app_slug: 'greenhouse-ci',
      permissions: { contents: 'write', metadata: 'read', administration: 'write' },
      events: ['push'],
      created_at: '2022-02-01T00:00:00Z',
      updated_at: '2023-02-01T00:00:00Z',
    },
    {
      id: 6302,
      app_id: 7002,
      app_slug: 'spell-warden',
      permissions: { pull_requests: 'write', metadata: 'read' },
      events: ['pull_request'],
      repository_selection: 'selected',
      repositories: ['lichen-docs'],
      created_at: '2021-06-01T00:00:00Z',
      updated_at: '2021-06-01T00:00:00Z',
      suspended_at: '2025-01-15T00:00:00Z',
    },
  ],
  personal_access_tokens: [
    token(
      1,
      'mara-voss',
      'release-notes',
      '2026-06-01T00:00:00Z',
      '2027-06-01T00:00:00Z',
      '2026-11-20T11:00:00Z',
    ),
    token(
      2,
      'ines-okafor',
      'migration-2024',
      '2024-03-01T00:00:00Z',
      null,
      '2024-03-09T12:00:00Z',
      'administration',
    ),
    token(3, 'jonas-adeyemi', 'laptop', '2026-10-20T00:00:00Z', '2027-01-20T00:00:00Z', null),
    token(
      4,
      'sven-halvorsen',
      'wheel-upload',
      '2025-02-01T00:00:00Z',
      '2026-02-01T00:00:00Z',
      '2026-01-28T12:00:00Z',
    ),
    token(5, 'dora-keller', 'never-used', '2025-06-01T00:00:00Z', null, null),
  ],
  personal_access_token_requests: [
    {
      id: 6451,
      owner: 'priya-raman',
      reason: 'Nightly benchmarks',
      token_id: 96451,
      token_name: 'benchmarks',
      repository_selection: 'subset',
      repositories: ['spores'],
      permissions: { organization: {}, repository: { contents: 'read', metadata: 'read' } },
      created_at: '2026-11-18T10:00:00Z',
      token_expired: false,
      token_expires_at: '2027-11-18T10:00:00Z',
      token_last_used_at: null,
    },
  ],
  actions: { default_workflow_permissions: 'write', can_approve_pull_request_reviews: true },
  secrets: [
    {
      name: 'PYPI_TOKEN',
      created_at: '2021-04-01T00:00:00Z',
      updated_at: '2021-04-01T00:00:00Z',
      visibility: 'all',
    },
    {
      name: 'DOCS_KEY',
      created_at: '2026-09-01T00:00:00Z',
      updated_at: '2026-09-01T00:00:00Z',
      visibility: 'selected',
    },
  ],
  hooks: [
    {
      id: 6501,
      url: 'http://chat.lichen.example/hook',
      events: ['*'],
      insecure_ssl: true,
      created_at: '2020-01-01T00:00:00Z',
      updated_at: '2020-01-01T00:00:00Z',
    },
  ],
  runners: [{ id: 6601, name: 'basement', status: 'offline', labels: ['self-hosted', 'gpu'] }],
  organization_roles: [
    {
      id: 138,
      name: 'security_manager',
      base_role: 'read',
      source: 'Predefined',
      permissions: ['manage_security_products'],
      teams: ['security'],
    },
    {
      id: 6701,
      name: 'website-keeper',
      base_role: null,
      permissions: ['write_organization_custom_repo_role'],
      users: ['nadia-petrov'],
    },
  ],
}

const mossPress = {
  login: 'moss-press',
  id: 6002,
  created_at: '2021-03-01T00:00:00Z',
  two_factor_requirement_enabled: true,
  default_repository_permission: 'none',
  members: [
    ...['arno-fischer', 'zoe-lambert'].map(owner),
    ...['milo-janssen', 'ruth-okello', 'ivo-marek', 'tim-osei'].map(member),
  ],
  teams: [
    {
      slug: 'editors',
      name: 'Editors',
      id: 6151,
      members: [leads('milo-janssen'), ...inTeam('ruth-okello', 'ivo-marek', 'tim-osei')],
      repositories: [{ name: 'moss', permission: 'push' }],
    },
  ],
}

/** Both organisations, in the words of the world format. */
export const organizations: readonly object[] = [lichenLab, mossPress]

function token(
  n: number,
  owner: string,
  name: string,
  granted: string,
  expires: string | null,
  used: string | null,
  right = 'contents',
) {
  return {
    id: 6400 + n,
    owner,
    token_id: 96_400 + n,
    token_name: name,
    repository_selection: n === 1 ? 'subset' : 'all',
    repositories: n === 1 ? ['lichen'] : [],
    permissions: { organization: {}, repository: { [right]: 'write', metadata: 'read' } },
    access_granted_at: granted,
    token_expired: expires !== null && expires < '2026-11-22T06:00:00Z',
    token_expires_at: expires,
    token_last_used_at: used,
  }
}
