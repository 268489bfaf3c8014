/** The three small organisations of the nine: one that many people of the others share, with seven small repositories, and two of one team's size. */
import { gone, type InventedOrganization, member, never, only, owner, team, works } from './organization.ts'

const EVERY_TOOL = 'perch nest-lint plumage fledge-theme roost moult-calendar clutch'

export const rookery: InventedOrganization = {
  login: 'rookery',
  base: 'read',
  twoFactorRequired: false,
  repositories: [
    { name: 'perch' },
    { name: 'nest-lint' },
    { name: 'plumage' },
    { name: 'fledge-theme', former_names: ['rookery-theme'] },
    { name: 'roost' },
    { name: 'moult-calendar' },
    { name: 'clutch' },
  ],
  teams: [
    team('infrastructure', 'maintain', 'yrsa-linnet* constance-ewer*', 'roost clutch'),
    team('theme', 'maintain', 'hyacinth-moor* maud-ellingsen', 'fledge-theme'),
    team(
      'everybody',
      'push',
      'evander-pryce* constance-ewer* kester-namara philippa-drosse ottilie-brakk',
      EVERY_TOOL,
    ),
    team('stewards', 'maintain', 'yrsa-linnet* evander-pryce*', EVERY_TOOL, 'everybody'),
  ],
  people: [
    owner('yrsa-linnet', works),
    owner('evander-pryce', only('merge', '2026-08-05', 'nest-lint')),
    owner('constance-ewer', gone('push', '2026-02-13', 'clutch')),
    member('hyacinth-moor', only('pull_request', '2026-06-20', 'fledge-theme')),
    member('maud-ellingsen', gone('commit', '2024-05-16', 'plumage')),
    member('kester-namara', gone('issue', '2025-03-30', 'moult-calendar')),
    member('philippa-drosse', only('advisory', '2026-09-30', 'roost')),
    member('ottilie-brakk', never('unlinked')),
  ],
  invited: [],
  tokens: { 'yrsa-linnet calendar': '2026-11-15T12:00:00Z', 'kester-namara theme': null },
  keys: {
    'perch pages': '2026-11-12T02:00:00Z',
    'fledge-theme pages': '2026-10-12T02:00:00Z',
    'fledge-theme preview': '2026-10-13T02:00:00Z',
    'roost backup': '2025-05-05T02:00:00Z',
    'clutch old': null,
    'clutch older': null,
  },
}

export const ploverMaps: InventedOrganization = {
  login: 'plover-maps',
  base: 'read',
  twoFactorRequired: false,
  repositories: [{ name: 'plover' }, { name: 'plover-tiles' }],
  teams: [
    team('core', 'maintain', 'marguerite-sund* oswin-talbard*', 'plover plover-tiles'),
    team('tiles', 'push', 'calla-verdant*', 'plover-tiles'),
    team('triage', 'triage', 'perpetua-lisle', 'plover'),
  ],
  people: [
    owner('marguerite-sund', works),
    owner('oswin-talbard', gone('commit', '2025-07-20')),
    member('calla-verdant', only('commit', '2026-05-29', 'plover-tiles')),
    member('perpetua-lisle', only('label', '2026-11-20')),
    member('ambrose-keel', gone('merge', '2023-03-03')),
    member('solveig-harbin', gone('issue_comment', '2026-04-30')),
  ],
  invited: [],
  tokens: { 'oswin-talbard tiles': '2025-07-19T12:00:00Z' },
  keys: { 'plover-tiles upload': '2026-11-21T02:00:00Z' },
}

export const storkChunks: InventedOrganization = {
  login: 'stork-chunks',
  base: 'read',
  twoFactorRequired: true,
  repositories: [{ name: 'stork' }, { name: 'stork-spec' }],
  teams: [
    team('core', 'maintain', 'gwendolen-hask* ulric-soames*', 'stork'),
    team('spec', 'maintain', 'ulric-soames* emmeline-tarr', 'stork-spec'),
    team('triage', 'triage', 'rafi-undermoor', 'stork'),
  ],
  people: [
    owner('gwendolen-hask', works),
    owner('ulric-soames', gone('review', '2026-05-10', 'stork-spec')),
    member('emmeline-tarr', only('review_comment', '2026-11-05', 'stork-spec')),
    member('rafi-undermoor', gone('pull_request', '2024-09-01')),
    member('casimir-thole', only('issue_comment', '2026-08-11')),
    member('stork-courier', only('push', '2026-11-22T04:00:00Z')),
  ],
  invited: [],
  tokens: { 'gwendolen-hask chunks': '2026-11-21T12:00:00Z' },
  keys: {},
}
