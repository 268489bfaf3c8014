/** The sample's repositories with their direct grants, invitations and deploy keys. */

const grant = (login: string, role: string) => ({ login, role, added_at: '2022-01-10T00:00:00Z' })

/** A deploy key that opens nothing. */
export const deployKey = (
  id: number,
  title: string,
  made: string,
  used: string | null,
  read_only = true,
  added_by: string | null = 'mara-voss',
) => ({
  id,
  title,
  // Not a key: the letters only look like one.
  key: `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${String(id).padStart(43, 'L')}`,
  read_only,
  added_by,
  created_at: made,
  last_used: used,
})

/** All repositories; `pushed_at` and `updated_at` follow from the activity. */
export const repositories: readonly {
  readonly owner: string
  readonly name: string
  readonly [key: string]: unknown
}[] = [
  {
    owner: 'lichen-lab',
    name: 'lichen',
    id: 6801,
    has_discussions: true,
    collaborators: [
      grant('sven-halvorsen', 'write'),
      grant('carla-nunes', 'write'),
      grant('kofi-mensah', 'triage'),
    ],
    deploy_keys: [
      deployKey(6901, 'docs-build', '2024-02-01T00:00:00Z', '2026-11-21T03:00:00Z'),
      deployKey(6902, 'old-mirror', '2020-02-01T00:00:00Z', '2024-08-01T00:00:00Z', false, 'ines-okafor'),
      deployKey(6903, 'never-used', '2023-05-01T00:00:00Z', null, false, null),
      deployKey(6904, 'just-made', '2026-10-30T00:00:00Z', null),
    ],
    secrets: [{ name: 'CODECOV', created_at: '2022-01-01T00:00:00Z', updated_at: '2022-01-01T00:00:00Z' }],
    hooks: [
      {
        id: 6511,
        url: 'https://ci.lichen.example/',
        created_at: '2022-01-01T00:00:00Z',
        updated_at: '2022-01-01T00:00:00Z',
      },
    ],
    runners: [{ id: 6611, name: 'arm-board' }],
    files: [
      {
        path: '.github/workflows/nightly.yml',
        text: "name: Nightly\non:\n  schedule:\n    - cron: '17 3 * * *'\n  workflow_dispatch:\n",
        edited_by: 'dora-keller',
      },
      { path: '.github/workflows/tests.yml', text: 'name: Tests\non: [push, pull_request]\n' },
      { path: '.github/CODEOWNERS', text: '*            @lichen-lab/core\n/src/plots/  @dora-keller\n' },
    ],
  },
  {
    owner: 'lichen-lab',
    name: 'spores',
    id: 6802,
    collaborators: [grant('rosa-campos', 'admin'), grant('tim-osei', 'write')],
  },
  { owner: 'lichen-lab', name: 'lichen-docs', id: 6803, collaborators: [grant('iris-blum', 'write')] },
  {
    owner: 'lichen-lab',
    name: 'website',
    id: 6804,
    collaborators: [grant('lena-vogel', 'admin')],
    files: [
      {
        path: 'teams.yaml',
        text: '- name: docs\n  members:\n    - lucia-ferro\n    - felix-moreau\n    - grace-obi\n',
      },
    ],
    invitations: [
      {
        id: 6211,
        login: 'vera-stone',
        permissions: 'write',
        created_at: '2025-12-02T00:00:00Z',
        inviter: 'lena-vogel',
      },
    ],
  },
  { owner: 'lichen-lab', name: 'field-notes', id: 6805, private: true },
  { owner: 'lichen-lab', name: 'lichen-plots', id: 6806, former_names: ['lichenplot'] },
  {
    owner: 'lichen-lab',
    name: 'herbarium',
    id: 6807,
    archived: true,
    collaborators: [grant('paul-deschamps', 'maintain')],
  },
  { owner: 'lichen-lab', name: 'array-fork', id: 6808, fork: true },
  { owner: 'moss-press', name: 'moss', id: 6811 },
  { owner: 'moss-press', name: 'moss-themes', id: 6812, collaborators: [grant('ivo-marek', 'admin')] },
]
