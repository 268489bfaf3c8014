/** The four middle organisations of the nine: a handful who work, several owners who left; talk, triage and discussion as the only act. */
import {
  gone,
  type InventedOrganization,
  member,
  never,
  only,
  outside,
  owner,
  team,
  works,
} from './organization.ts'

export const finchImages: InventedOrganization = {
  login: 'finch-images',
  base: 'read',
  twoFactorRequired: false,
  repositories: [
    { name: 'finch', has_discussions: true },
    { name: 'finch-gallery' },
    { name: 'tern', fork: true },
  ],
  teams: [
    team('core', 'maintain', 'evander-pryce* maud-ellingsen* cosmo-burdett*', 'finch'),
    team('docs', 'maintain', 'maud-ellingsen* rosalind-ogg', 'finch-gallery'),
    team('committers', 'push', 'cosmo-burdett* linus-aberforth', 'finch finch-gallery'),
    team('triage', 'triage', 'wilhelmina-tove hartley-voss-lin sabine-orrery', 'finch'),
  ],
  people: [
    owner('evander-pryce', works),
    owner('maud-ellingsen', gone('commit', '2025-06-06')),
    owner('cosmo-burdett', gone('merge', '2023-11-17')),
    member('tindra-wolsey', works),
    member('rosalind-ogg', only('discussion', '2026-08-20')),
    member('wilhelmina-tove', only('discussion_comment', '2026-10-07')),
    member('hartley-voss-lin', only('commit_comment', '2026-06-30')),
    member('linus-aberforth', gone('push', '2024-12-12')),
    member('sabine-orrery', gone('issue_comment', '2022-02-22')),
    member('casimir-thole', gone('pull_request', '2025-01-31')),
    member('rafi-undermoor', never('asked')),
  ],
  invited: [],
  tokens: { 'evander-pryce gallery': '2026-11-10T12:00:00Z', 'cosmo-burdett plots': '2023-11-01T12:00:00Z' },
  keys: {},
}

export const wrenShell: InventedOrganization = {
  login: 'wren-shell',
  base: 'read',
  twoFactorRequired: true,
  repositories: [{ name: 'wren' }, { name: 'wren-kernel' }],
  teams: [
    team('core', 'maintain', 'philippa-drosse* kester-namara*', 'wren wren-kernel'),
    team('release', 'maintain', 'kester-namara* imogen-farthing', 'wren'),
    team('committers', 'push', 'imogen-farthing* barnaby-oake sidony-marsh', 'wren wren-kernel'),
    team('triage', 'triage', 'thaddeus-crane leopold-winterson avelina-roos', 'wren'),
  ],
  people: [
    owner('philippa-drosse', works),
    owner('kester-namara', gone('merge', '2026-01-19')),
    member('imogen-farthing', only('deployment_approval', '2026-09-21')),
    member('barnaby-oake', only('workflow_dispatch', '2026-10-14', 'wren-kernel')),
    member('sidony-marsh', only('workflow_rerun', '2026-08-03', 'wren-kernel')),
    member('thaddeus-crane', only('review_request', '2026-07-18')),
    member('leopold-winterson', gone('review', '2021-07-07')),
    member('avelina-roos', gone('issue', '2020-05-30')),
    member('quill-sandhurst', gone('commit', '2024-08-19')),
    member('odile-vantress', gone('pull_request', '2025-09-05')),
    member('rosalind-ogg', never('scheduled_run')),
  ],
  invited: [],
  tokens: { 'philippa-drosse kernels': '2026-11-02T12:00:00Z' },
  keys: { 'wren unused': null },
}

export const weaverGraphs: InventedOrganization = {
  login: 'weaver-graphs',
  base: 'read',
  twoFactorRequired: true,
  repositories: [{ name: 'weaver' }, { name: 'weaver-data' }],
  teams: [
    team('core', 'maintain', 'constance-ewer* tibor-mallory*', 'weaver'),
    team('data', 'push', 'juniper-straw solveig-harbin', 'weaver-data'),
    team('triage', 'triage', 'magnus-ellery dov-castellan', 'weaver'),
  ],
  people: [
    owner('constance-ewer', works),
    owner('tibor-mallory', gone('commit', '2024-03-28')),
    member('juniper-straw', only('branch', '2026-06-11', 'weaver-data')),
    member('solveig-harbin', only('deployment', '2026-11-11', 'weaver-data')),
    member('magnus-ellery', gone('issue_comment', '2023-01-02')),
    member('dov-castellan', gone('commit', '2025-11-21')),
    member('bexley-oruna', never('deployed_for')),
    outside('anselm-quayle', only('review', '2026-09-09'), { weaver: 'write' }),
  ],
  invited: ['absalom-tighe'],
  tokens: { 'constance-ewer releases': '2026-10-31T12:00:00Z' },
  keys: { 'weaver-data nightly': null },
}

export const swiftFrames: InventedOrganization = {
  login: 'swift-frames',
  base: 'none',
  twoFactorRequired: false,
  repositories: [{ name: 'swift' }, { name: 'swift-readers', has_issues: false }],
  teams: [
    team('core', 'maintain', 'hyacinth-moor* augustin-pell*', 'swift swift-readers'),
    team('readers', 'push', 'augustin-pell* delphine-raske lowri-amandsen', 'swift-readers'),
    team('triage', 'triage', 'fergus-tallow elspeth-noring', 'swift'),
  ],
  people: [
    owner('hyacinth-moor', works),
    owner('augustin-pell', gone('release', '2025-03-14')),
    member('delphine-raske', only('co_author', '2026-08-27T07:00:00Z', 'swift-readers')),
    member('lowri-amandsen', only('commit', '2026-07-14', 'swift-readers')),
    member('fergus-tallow', only('issue', '2026-10-26')),
    member('elspeth-noring', gone('commit', '2026-03-15')),
    member('benno-harcastle', gone('merge', '2022-06-18', 'swift-readers')),
    member('maeve-rustomji', never()),
  ],
  invited: [],
  tokens: { 'hyacinth-moor frames': null },
  keys: { 'swift docs-build': '2026-11-21T02:00:00Z' },
}
