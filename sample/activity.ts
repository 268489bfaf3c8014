/** What the sample's people did: two years of ordinary work, and one act each for those who are a case. */
import type { ActKind, ActRow } from '../fake-github/world/act.ts'

/** The sample's present. Six calendar months before it is 2026-05-22T06:00:00Z. */
export const now = '2026-11-22T06:00:00Z'

const week = 7 * 86_400_000
const contributors = [
  'sofia-lund',
  'dario-costa',
  'hana-kimura',
  'piet-dekker',
  'lila-farouk',
  'noel-byrne',
  'eva-horvat',
  'sami-laine',
  'juno-park',
  'max-ebert',
]

/** All acts, in no order. */
export function activity(): readonly ActRow[] {
  return [...ordinaryWork(), ...cases(), ...mossPress()]
}

/** A pull request a week for two years: opened by a contributor, reviewed, merged by an owner; and the owners' own commits. */
function ordinaryWork(): readonly ActRow[] {
  return Array.from({ length: 104 }, (_, i) => {
    const at = Date.parse('2026-11-20T09:00:00Z') - i * week
    const author = contributors[i % contributors.length] ?? 'sofia-lund'
    const n = 400 - i
    const repo = i % 4 === 3 ? 'spores' : 'lichen'
    return [
      lichen(author, 'pull_request', at, repo, { n }),
      lichen('mara-voss', 'review_comment', at + 3_600_000, repo, { n }),
      lichen(i % 3 === 0 ? 'teo-lindqvist' : 'mara-voss', 'review', at + 7_200_000, repo, { n }),
      lichen('mara-voss', 'merge', at + 10_800_000, repo, { n }),
      lichen(author, 'commit', at + 10_800_000, repo, { n }),
      lichen('mara-voss', 'commit', at - 2 * 86_400_000, 'lichen', {}),
      lichen('mara-voss', 'push', at - 2 * 86_400_000, 'lichen', {}),
      lichen('renewal[bot]', 'commit', at - 3 * 86_400_000, 'lichen-docs', {}),
      lichen('lichen-machine', 'push', at - 86_400_000, 'website', {}),
    ]
  }).flat()
}

function cases(): readonly ActRow[] {
  const on = (time: string) => Date.parse(time)
  return [
    // Active, each by one kind of act alone.
    lichen('jonas-adeyemi', 'commit', on('2026-11-03T14:12:00Z'), 'lichen', {}),
    lichen('priya-raman', 'review', on('2026-10-21T08:30:00Z'), 'lichen', { n: 396, state: 'APPROVED' }),
    lichen('tomasz-wilk', 'issue_comment', on('2026-09-02T17:45:00Z'), 'lichen', { n: 360 }),
    lichen('lucia-ferro', 'push', on('2026-08-14T10:05:00Z'), 'lichen-docs', { branch: 'guide-rewrite' }),
    lichen('henrik-solberg', 'merge', on('2026-07-09T12:00:00Z'), 'lichen', { n: 290 }),
    lichen('amina-diallo', 'label', on('2026-10-30T07:20:00Z'), 'lichen', { n: 361 }),
    lichen('oskar-brandt', 'release', on('2026-06-18T16:00:00Z'), 'lichen', { branch: 'v3.2.0' }),
    lichen('emil-novak', 'review_comment', on('2026-09-25T09:09:09Z'), 'lichen', { n: 392 }),
    lichen('grace-obi', 'issue', on('2026-08-01T11:00:00Z'), 'lichen-docs', { n: 57 }),
    lichen('ben-achterberg', 'discussion_comment', on('2026-10-05T19:00:00Z'), 'lichen', { n: 500 }),
    lichen('nadia-petrov', 'commit', on('2026-07-28T13:00:00Z'), 'website', {}),
    lichen('kofi-mensah', 'pull_request', on('2026-11-01T13:00:00Z'), 'lichen', { n: 401 }),
    // On the line: exactly six months is active, one second more is not.
    lichen('yuki-tanabe', 'commit', on('2026-05-22T06:00:00Z'), 'lichen', {}),
    lichen('dora-keller', 'commit', on('2026-05-22T05:59:59Z'), 'spores', {}),
    // Long gone; felix-moreau and wei-sandoval never did anything.
    lichen('ines-okafor', 'merge', on('2025-08-30T10:00:00Z'), 'lichen', { n: 336 }),
    lichen('ines-okafor', 'commit', on('2025-08-30T09:00:00Z'), 'lichen', {}),
    lichen('sven-halvorsen', 'release', on('2025-12-11T10:00:00Z'), 'lichen', { branch: 'v3.0.0' }),
    lichen('rosa-campos', 'push', on('2025-03-04T10:00:00Z'), 'spores', { branch: 'sampling' }),
    lichen('carla-nunes', 'review', on('2026-02-10T10:00:00Z'), 'lichen', {
      n: 360,
      state: 'CHANGES_REQUESTED',
    }),
    lichen('paul-deschamps', 'commit', on('2022-06-01T10:00:00Z'), 'herbarium', {}),
    lichen('lena-vogel', 'commit', on('2024-11-20T10:00:00Z'), 'website', {}),
    lichen('iris-blum', 'pull_request', on('2026-01-15T10:00:00Z'), 'lichen-docs', { n: 41 }),
    lichen('tim-osei', 'commit', on('2025-09-09T10:00:00Z'), 'spores', {}),
    // Threads that the above speak in.
    lichen('sofia-lund', 'issue', on('2026-08-30T10:00:00Z'), 'lichen', { n: 460 }),
    lichen('mara-voss', 'discussion', on('2026-09-30T10:00:00Z'), 'lichen', { n: 500 }),
    // What is done in somebody's name without them: not an act, though it carries their login.
    lichen('mara-voss', 'scheduled_run', on('2026-11-21T02:00:00Z'), 'lichen', {}),
    // A commit whose e-mail address belongs to no account, and one with a second author.
    lichen('jonas-adeyemi', 'commit', on('2026-10-02T10:00:00Z'), 'spores', { unlinked: true }),
    lichen('mara-voss', 'commit', on('2026-10-06T10:00:00Z'), 'lichen', { co_authors: ['jonas-adeyemi'] }),
    lichen('mara-voss', 'commit_comment', on('2026-10-07T10:00:00Z'), 'lichen', {}),
    lichen('mara-voss', 'tag', on('2026-06-18T15:59:00Z'), 'lichen', { branch: 'v3.2.0' }),
    lichen('mara-voss', 'workflow_dispatch', on('2026-06-18T16:01:00Z'), 'lichen', {}),
    lichen('mara-voss', 'deployment_approval', on('2026-06-18T16:05:00Z'), 'lichen', {}),
    lichen('mara-voss', 'deployment', on('2026-06-19T09:00:00Z'), 'website', {}),
    lichen('mara-voss', 'advisory', on('2026-06-20T09:00:00Z'), 'lichen', {}),
    lichen('mara-voss', 'advisory', on('2026-06-22T09:00:00Z'), 'lichen', { action: 'published' }),
    // What happens to somebody is not their act: felix-moreau stays silent.
    lichen('mara-voss', 'assign', on('2026-10-08T10:00:00Z'), 'lichen', { n: 460, subject: 'felix-moreau' }),
    lichen('mara-voss', 'review_request', on('2026-10-09T10:00:00Z'), 'lichen', {
      n: 392,
      subject: 'felix-moreau',
    }),
    lichen('mara-voss', 'mention', on('2026-10-10T10:00:00Z'), 'lichen', { n: 460 }),
    lichen('mara-voss', 'commit', on('2026-03-01T10:00:00Z'), 'field-notes', {}),
    lichen('mara-voss', 'commit', on('2024-03-01T10:00:00Z'), 'lichen-plots', {}),
    lichen('mara-voss', 'commit', on('2023-03-01T10:00:00Z'), 'array-fork', {}),
  ]
}

function mossPress(): readonly ActRow[] {
  const at = (actor: string, kind: ActKind, time: string, more: Partial<ActRow> = {}): ActRow => ({
    actor,
    kind,
    owner: 'moss-press',
    repo: 'moss',
    at: time,
    ...more,
  })
  return [
    at('arno-fischer', 'commit', '2026-11-10T09:00:00Z'),
    at('arno-fischer', 'push', '2026-11-10T09:00:00Z'),
    at('milo-janssen', 'pull_request', '2026-10-11T09:00:00Z', { n: 12 }),
    at('tim-osei', 'commit', '2026-10-12T09:00:00Z'),
    at('ruth-okello', 'issue_comment', '2026-09-12T09:00:00Z', { n: 12 }),
    at('zoe-lambert', 'commit', '2025-01-12T09:00:00Z'),
    at('ivo-marek', 'commit', '2024-12-01T09:00:00Z', { repo: 'moss-themes' }),
  ]
}

function lichen(actor: string, kind: ActKind, at: number, repo: string, more: Partial<ActRow>): ActRow {
  return {
    actor,
    kind,
    owner: 'lichen-lab',
    repo,
    at: new Date(at).toISOString().replace('.000Z', 'Z'),
    ...more,
  }
}
