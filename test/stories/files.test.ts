/** Stories of the files that name those whom a review asks about: read once a review, and what was not read is said. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AuditView } from '../../local/api.ts'
import { daysAfter } from '../../src/policy/calendar.ts'
import type { WouldStop } from '../../src/policy/proposals/would-stop.ts'
import type { Instant, KeptInFile } from '../../src/policy/words.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Listed {
  readonly subject: { readonly login?: string }
  readonly wouldStop: WouldStop | null
  readonly keptInFiles: readonly KeptInFile[]
}

const TOO_LONG = `# ${'long '.repeat(120_000)}\n* @silent\n`
const NIGHTLY = "on:\n  schedule:\n    - cron: '0 3 * * *'\n"

let chatelaine: Chatelaine
let review: string
let nextDay: Instant = NOW

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  const files = (...rows: readonly { path: string; text: string; edited_by?: string }[]) => ({ files: rows })
  guild.repository(
    'lantern',
    files(
      { path: '.github/workflows/nightly.yml', text: NIGHTLY, edited_by: 'silent' },
      { path: '.github/workflows/weekly.yml', text: NIGHTLY, edited_by: 'guild-warden' },
      { path: '.github/workflows/tests.yml', text: 'on: push\n', edited_by: 'silent' },
      { path: '.github/CODEOWNERS', text: '* @guild-warden\n/docs/ @silent\n' },
      { path: 'CODEOWNERS', text: '/not/looked/at @silent\n' },
    ),
  )
  guild.repository('long', files({ path: 'CODEOWNERS', text: TOO_LONG }))
  guild.repository('refused', files({ path: 'CODEOWNERS', text: '* @silent\n' }))
  guild.repository('elsewhere', files({ path: 'CODEOWNERS', text: '* @reader\n' }))
  guild.repository(
    'org',
    files({ path: 'teams.yaml', text: '- name: core\n  members:\n    - Silent\n    - guild-warden\n' }),
  )
  guild.member('silent')
  guild.member('reader')
  for (const repository of ['lantern', 'long', 'refused']) {
    guild.collaborator('silent', repository, 'write')
    guild.act('guild-warden', 'commit', { repo: repository })
  }
  guild.act('silent', 'commit', { at: LONG_AGO })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.auditedAt(NOW)
  review = (await chatelaine.api<{ id: string }>('/api/orgs/guild/reviews', 'POST')).body.id
}, 60_000)

afterAll(() => chatelaine.close())

async function proposalAbout(login: string): Promise<Listed | undefined> {
  const all = await chatelaine.list<Listed>(`/api/orgs/guild/reviews/${review}/proposals`)
  return all.find(({ subject }) => subject.login === login)
}

/** The queries of the next day's audit that read files, and how it ended. */
async function nextAudit(): Promise<{ readonly asked: readonly string[]; readonly audit: AuditView }> {
  const before = chatelaine.github.requests.log.length
  nextDay = daysAfter(nextDay, 1)
  await chatelaine.auditedAt(nextDay)
  const log = chatelaine.github.requests.log.slice(before)
  const asked = log.flatMap(({ operation }) =>
    operation === 'RepositoryFiles' || operation === 'NamedFiles' ? [operation] : [],
  )
  const database = await chatelaine.worker.database()
  const row = await database
    .prepare('select id from audits order by as_of desc limit 1')
    .first<{ id: string }>()
  const { body } = await chatelaine.api<AuditView>(`/api/orgs/guild/audits/${row?.id}`)
  return { asked, audit: body }
}

describe('before the first audit of a review', () => {
  it('nothing is said to stop, and that nothing was read', async () => {
    const proposal = await proposalAbout('silent')
    expect(proposal?.wouldStop).toEqual({
      items: [],
      notRead: 'Not read so far for this review: the workflows and CODEOWNERS of lantern, long and refused.',
    })
  })
})

describe('after a fault that passes', () => {
  it('it still says so, and the audit is complete all the same', async () => {
    chatelaine.github.faults.failMatching({ operation: 'RepositoryFiles' }, '502', 99)
    const { audit } = await nextAudit()
    chatelaine.github.faults.clear()
    expect(audit.status).toBe('complete')
    expect(audit.coverage).toContainEqual(
      expect.objectContaining({ source: 'repository_files', complete: false }),
    )
    expect((await proposalAbout('silent'))?.wouldStop?.notRead).toContain('lantern, long and refused')
  }, 60_000)
})

describe('the next audit', () => {
  let audit: AuditView
  let asked: readonly string[]
  beforeAll(async () => {
    chatelaine.github.faults.rewrite({ operation: 'RepositoryFiles' }, (body) => {
      body.data.nodes[2].owners1 = null
      body.errors = [
        {
          type: 'FORBIDDEN',
          path: ['nodes', 2, 'owners1'],
          message: 'Resource not accessible by integration',
        },
      ]
    })
    const next = await nextAudit()
    audit = next.audit
    asked = next.asked
    chatelaine.github.faults.clear()
  }, 60_000)

  it('reads the files of all repositories in two queries, and counts them', () => {
    expect(asked).toEqual(['RepositoryFiles', 'NamedFiles'])
    expect(audit.requests.graphql).toBeGreaterThanOrEqual(2)
  })

  it('finds the workflow that they edited last, and the line of CODEOWNERS that names them alone', async () => {
    const items = (await proposalAbout('silent'))?.wouldStop?.items ?? []
    const place = `${chatelaine.github.url}/guild/lantern/blob/HEAD/.github`
    expect(items).toEqual([
      {
        sentence: expect.stringMatching(/^nightly.yml in lantern runs on a schedule, last edited by them/),
        url: `${place}/workflows/nightly.yml#L3`,
      },
      {
        sentence: expect.stringMatching(
          /^Line 2 of CODEOWNERS in lantern \(\/docs\/ @silent\) would name nobody/,
        ),
        url: `${place}/CODEOWNERS#L2`,
      },
    ])
  })

  it('finds the line of the file that keeps their access, whoever can write there', async () => {
    expect((await proposalAbout('silent'))?.keptInFiles).toEqual([
      {
        ...{ repository: 'org', path: 'teams.yaml', line: 3, login: 'Silent' },
        url: `${chatelaine.github.url}/guild/org/blob/HEAD/teams.yaml#L3`,
      },
    ])
  })

  it('says what was too long and what was refused, on the row and in the coverage', async () => {
    const notRead = (await proposalAbout('silent'))?.wouldStop?.notRead
    expect(notRead).toContain('long: CODEOWNERS is longer than GitHub shows')
    expect(notRead).toContain(
      'refused: GitHub does not show its files (Resource not accessible by integration)',
    )
    expect(audit.status).toBe('complete')
    const coverage = audit.coverage.find(({ source }) => source === 'repository_files')
    expect(coverage?.unread.map(({ where }) => where).sort()).toEqual(['long', 'refused'])
  })

  it('says of who can write nowhere that nothing stops', async () => {
    expect((await proposalAbout('reader'))?.wouldStop).toEqual({ items: [], notRead: null })
  })
})

it('nothing is read twice for one review', async () => {
  expect((await nextAudit()).asked).toEqual([])
  expect((await proposalAbout('silent'))?.wouldStop?.items).toHaveLength(2)
}, 60_000)
