/** What `npm run audit` prints for people: it fits 100 columns, totals first, the most powerful people first, colour where it is wanted. */
import { describe, expect, it } from 'vitest'
import { type Paper, paperOf, widthOf } from '../../bin/audit/report/columns.ts'
import type { Person } from '../../bin/audit/report/powers.ts'
import { type Found, reportOf } from '../../bin/audit/report/report.ts'
import type { AuditView, CredentialRow } from '../../local/api.ts'

const PLAIN: Paper = { columns: 100, colours: false }
const ESCAPE = String.fromCharCode(27)

describe('the report of an audit', () => {
  it('begins with the totals: each power by verdict, and credentials', () => {
    const [head, , verdicts, owners, push] = printed({
      people: [
        person('mara', { strongest: 'owner', power: 'owners_and_admins', verdict: 'inactive' }),
        person('teo', { strongest: 'owner', power: 'owners_and_admins' }),
        person('dora', { strongest: 'write', power: 'can_push', verdict: 'unknown' }),
      ],
    })
    expect(head).toBe('lichen-lab as of 22 November 2026: audit complete')
    expect([verdicts, owners, push].map((line) => line?.trim().split(/ {2,}/))).toEqual([
      ['inactive', 'unknown', 'new', 'active', 'exempt', 'all'],
      ['Owners and admins', '1', '0', '0', '1', '0', '2'],
      ['Can push', '0', '1', '0', '0', '0', '1'],
    ])
  })

  it('names people by what they can do at most, then by what deserves attention', () => {
    const lines = printed({
      people: [
        person('reader', { strongest: 'read', power: 'membership_only', verdict: 'inactive' }),
        person('writer', { strongest: 'write', power: 'can_push', verdict: 'inactive' }),
        person('keeper', { strongest: 'maintain', power: 'can_push' }),
        person('owner-active', { strongest: 'owner', power: 'owners_and_admins' }),
        person('owner-gone', { strongest: 'owner', power: 'owners_and_admins', verdict: 'inactive' }),
        person('admin', { strongest: 'admin', power: 'owners_and_admins', verdict: 'inactive' }),
      ],
    })
    const order = lines.flatMap(
      (line) => /^ {2}([a-z-]+) +(?:owner|admin|maintain|write|read) /.exec(line)?.[1] ?? [],
    )
    expect(order).toEqual(['owner-gone', 'owner-active', 'admin', 'keeper', 'writer', 'reader'])
  })

  it('names credentials, those that can write first, with who made them and what they open', () => {
    const lines = printed({
      credentials: [
        credential('reads', { scopes: ['read-only'], verdict: 'inactive' }),
        credential('writes', {
          scopes: ['repository lichen-lab/lichen', 'write'],
          writes: true,
          owner: 'mara',
        }),
      ],
    })
    const at = lines.indexOf('Credentials (2)')
    expect(lines.slice(at + 1, at + 3)).toEqual([
      '  writes  deploy key  active    never used  mara: lichen, write',
      '  reads   deploy key  inactive  never used  lichen, read-only',
    ])
  })

  it('fits the columns, whatever the names are and whatever could not be read', () => {
    const long = '数'.repeat(80)
    const found = {
      people: [
        person('a'.repeat(39), {
          repository: `lab/${'b'.repeat(100)}`,
          verdict: 'unknown',
          reason: 'word '.repeat(90),
        }),
        person('short', { verdict: 'unknown', reason: 'x'.repeat(300) }),
      ],
      credentials: [
        credential(long, { scopes: [long], owner: 'a'.repeat(39) }),
        credential('🔑'.repeat(60), {}),
      ],
      coverage: [
        { source: 'members' as const, complete: false, reason: `GET /${'y'.repeat(250)}`, unread: [] },
      ],
    }
    for (const columns of [60, 100]) {
      const widths = reportOf({ columns, colours: false }, whole(found)).split('\n').map(widthOf)
      expect(Math.max(...widths)).toBeLessThanOrEqual(columns)
    }
    expect(widthOf(long)).toBe(160)
  })

  it('shows a name that would move the cursor as what it is', () => {
    const text = reportOf(PLAIN, whole({ credentials: [credential(`${ESCAPE}[2Jgone\nnext`, {})] }))
    expect(text).not.toContain(ESCAPE)
    expect(text).toContain('‹U+001B›[2Jgone next')
  })

  it('tells a reason that several people share once, below the last of them', () => {
    const unread = { verdict: 'unknown', reason: 'The pushes could not be read.' }
    const lines = printed({ people: [person('ann', unread), person('ben', unread)] })
    const at = lines.findIndex((line) => line.startsWith('  ann '))
    expect(lines[at + 1]).toMatch(/^ {2}ben /)
    expect(lines[at + 2]).toBe('    The pushes could not be read.')
  })
})

describe('colour', () => {
  const terminal = { isTTY: true, columns: 180, hasColors: () => true }

  it('is there on a terminal, and takes nothing from what is said', () => {
    const found = whole({
      people: [person('mara', { verdict: 'inactive' })],
      credentials: [credential('key', {})],
    })
    const coloured = reportOf(paperOf(terminal, {}), found)
    expect(coloured).toContain(`${ESCAPE}[31minactive${ESCAPE}[39m`)
    expect(coloured.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '')).toBe(reportOf(PLAIN, found))
  })

  it('is not there in a file, with NO_COLOR, or where the terminal has none', () => {
    expect(paperOf(terminal, {})).toEqual({ columns: 100, colours: true })
    expect(paperOf(terminal, { NO_COLOR: '' }).colours).toBe(true)
    expect(paperOf(terminal, { NO_COLOR: '1' }).colours).toBe(false)
    expect(paperOf({ ...terminal, isTTY: false }, {}).colours).toBe(false)
    expect(paperOf({ ...terminal, hasColors: () => false }, {}).colours).toBe(false)
    expect(paperOf({}, {})).toEqual({ columns: 100, colours: false })
  })
})

function printed(found: Parameters<typeof whole>[0]): string[] {
  return reportOf(PLAIN, whole(found)).split('\n')
}

function whole({
  coverage = [],
  ...found
}: Partial<Pick<Found, 'people' | 'credentials'>> & Partial<Pick<AuditView, 'coverage'>>): Found {
  const audit: AuditView = {
    id: 'a',
    asOf: '2026-11-22T06:00:00.000Z',
    status: 'complete',
    progress: { done: 100, total: 100, step: 'finished' },
    coverage,
    requests: { rest: 1, graphql: 1, graphqlPoints: 1 },
  }
  return { organization: 'lichen-lab', audit, people: [], credentials: [], ...found }
}

let nextId = 1

function person(
  login: string,
  { repository = 'lichen-lab/lichen', ...held }: Partial<Person> & { readonly repository?: string } = {},
): Person {
  nextId += 1
  return {
    id: nextId,
    login,
    role: 'member',
    strongest: 'write',
    power: 'can_push',
    verdict: 'active',
    reason: 'a reason',
    lastActivity: { at: '2026-11-20T06:00:00.000Z', kind: 'review', repository, precision: 'exact' },
    ...held,
  }
}

function credential(
  name: string,
  { writes = false, ...held }: Partial<CredentialRow> & { readonly writes?: boolean },
): CredentialRow {
  return {
    name,
    kind: 'deploy_key',
    owner: null,
    repository: 'lichen-lab/lichen',
    scopes: [],
    lastUsedAt: null,
    use: 'never',
    verdict: 'active',
    findings: writes ? [{ code: 'write_access' }] : [],
    ...held,
  }
}
