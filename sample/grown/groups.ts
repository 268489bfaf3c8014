/** Who is in the grown world beside the cases: groups of people who hold the same, and until when they did anything. */

/** `steady` to this day; else the month in which the last of them fell silent; null: never did anything. */
type Until = 'steady' | `${number}-${number}` | null

/** What all of a group hold beside membership, where they are members. */
type Holding =
  | { readonly as: 'owner' }
  | { readonly as: 'team'; readonly team: string }
  | { readonly as: 'member' }
  | { readonly as: 'collaborator'; readonly repository: string; readonly role: 'write' | 'admin' }

export interface Group {
  readonly count: number
  readonly holding: Holding
  readonly until: Until
  /** The first and the last month in which one of them came; 2019 to 2023 unless told. */
  readonly joined?: readonly [`${number}-${number}`, `${number}-${number}`]
}

export interface GrownTeam {
  readonly slug: string
  readonly name: string
  readonly permission: 'push' | 'maintain'
  readonly repositories: readonly string[]
}

export interface GrownOrganization {
  readonly login: string
  readonly repositories: readonly { readonly name: string; readonly private?: true }[]
  /** Those that the cases do not have. */
  readonly teams: readonly GrownTeam[]
  /** Where members without a team do what they do. */
  readonly common: string
  readonly groups: readonly Group[]
}

const owner = { as: 'owner' } as const
const member = { as: 'member' } as const
const team = (slug: string) => ({ as: 'team', team: slug }) as const
const outside = (repository: string, role: 'write' | 'admin' = 'write') =>
  ({ as: 'collaborator', repository, role }) as const
const group = (count: number, holding: Holding, until: Until, joined?: Group['joined']): Group =>
  joined === undefined ? { count, holding, until } : { count, holding, until, joined }

export const GROWN: readonly GrownOrganization[] = [
  {
    login: 'lichen-lab',
    repositories: [
      { name: 'bench' },
      { name: 'sundew' },
      { name: 'moraine' },
      { name: 'glacier-data' },
      { name: 'lichen-paper', private: true },
      { name: 'lichen-build' },
    ],
    teams: [
      {
        slug: 'surveyors',
        name: 'Surveyors',
        permission: 'maintain',
        repositories: ['moraine', 'glacier-data', 'lichen-paper'],
      },
      { slug: 'infra', name: 'Infra', permission: 'push', repositories: ['bench', 'lichen-build'] },
    ],
    common: 'lichen',
    groups: [
      group(1, owner, 'steady'),
      group(5, team('core'), 'steady'),
      group(5, team('core'), '2024-03'),
      group(2, team('core'), '2025-02'),
      group(2, team('core'), '2025-09'),
      group(4, team('docs'), 'steady'),
      group(6, team('docs'), '2023-08'),
      group(2, team('docs'), '2025-06'),
      group(3, team('surveyors'), 'steady'),
      group(5, team('surveyors'), '2023-11'),
      group(2, team('surveyors'), '2025-12'),
      group(3, team('infra'), 'steady'),
      group(5, team('infra'), '2024-01'),
      group(1, outside('sundew', 'admin'), 'steady'),
      group(1, outside('sundew', 'admin'), '2023-01'),
      group(1, outside('moraine', 'admin'), 'steady'),
      group(1, outside('bench'), 'steady'),
      group(4, outside('bench'), '2022-10'),
      group(4, team('emeritus'), null),
      group(34, member, 'steady'),
      group(14, member, '2024-02'),
      group(12, member, null),
      group(14, member, 'steady', ['2025-01', '2026-03']),
      group(4, member, null, ['2026-07', '2026-11']),
    ],
  },
  {
    login: 'moss-press',
    repositories: [{ name: 'moss-docs' }, { name: 'moss-proofs' }],
    teams: [
      { slug: 'proofs', name: 'Proofs', permission: 'push', repositories: ['moss-proofs', 'moss-docs'] },
    ],
    common: 'moss',
    groups: [
      group(5, team('editors'), 'steady'),
      group(6, team('editors'), '2024-01'),
      group(3, team('proofs'), 'steady'),
      group(6, team('proofs'), '2023-10'),
      group(1, outside('moss-themes', 'admin'), 'steady'),
      group(9, member, 'steady'),
      group(7, member, '2024-02'),
    ],
  },
  {
    login: 'grove-works',
    repositories: [
      { name: 'grove' },
      { name: 'grove-docs' },
      { name: 'canopy' },
      { name: 'understory' },
      { name: 'seedbank' },
      { name: 'grove-site' },
    ],
    teams: [
      {
        slug: 'growers',
        name: 'Growers',
        permission: 'push',
        repositories: ['grove', 'canopy', 'understory'],
      },
      { slug: 'keepers', name: 'Keepers', permission: 'maintain', repositories: ['seedbank', 'grove-site'] },
    ],
    common: 'grove',
    groups: [
      group(3, owner, 'steady'),
      group(8, team('growers'), 'steady'),
      group(9, team('growers'), '2024-02'),
      group(2, team('growers'), '2025-07'),
      group(4, team('keepers'), 'steady'),
      group(5, team('keepers'), '2023-09'),
      group(10, member, 'steady'),
      group(9, member, '2024-01'),
    ],
  },
]
