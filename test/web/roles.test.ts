/** The table of docs/roles.md, cell by cell: who may open what, and do what. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../local/bundle.ts'
import { ROLES, siteFor } from '../fixtures/register/roles.ts'

/** What is sent with the operations of the table. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /api/proposals/{proposal}/comments': { text: 'A word.' },
  'POST /api/proposals/{proposal}/decisions': { decision: 'revoke', reason: 'Has moved on.' },
  'POST /api/orgs/{org}/reviews/{review}/decisions': { proposals: [], decision: 'keep', reason: 'x' },
  'POST /api/orgs/{org}/reviews/{review}/announcement': { way: 'chat' },
  'PUT /api/orgs/{org}/settings': { noticeDays: 13.5 },
  'PUT /api/orgs/{org}/pause': { paused: true },
}

const [head, ...rows] = tableOf(readFileSync(join(projectRoot, 'docs/roles.md'), 'utf8'))

describe('docs/roles.md', () => {
  it('has a column for every role', () => {
    expect(head?.slice(2)).toEqual([...ROLES])
    expect(rows.length).toBeGreaterThan(20)
  })

  it.each(ROLES)('is true of: %s', async (role) => {
    const { ask } = await siteFor(role)
    const column = ROLES.indexOf(role) + 2
    const found: [string, string][] = []
    for (const row of rows) found.push([row[1] ?? '', await cell(ask, row[1] ?? '')])
    expect(found).toEqual(rows.map((row) => [row[1], row[column]]))
  })
})

/** `all`, `shared` (the part that contributors see), `numbers`, or `–`. */
async function cell(ask: Awaited<ReturnType<typeof siteFor>>['ask'], request: string): Promise<string> {
  const [method = '', template = ''] = request.replaceAll('`', '').split(' ')
  const path = template
    .replace('{org}', 'lichen')
    .replace('{login}', 'bela')
    .replace('{review}', 'review-1')
    .replace('{proposal}', 'about-bela')
  const answer = await ask(method, path, BODIES[request.replaceAll('`', '')])
  const toSignIn = answer.headers.get('location')?.startsWith('/sign-in') ?? false
  if ([401, 403, 404].includes(answer.status) || toSignIn) return '–'
  if (answer.status >= 500) return `${answer.status}`
  const text = await answer.text()
  const isPart = text.includes('Only owners decide. How owners answer') || text.includes('"isOpen"')
  if (method === 'GET' && (isPart || isShort(path, text))) return 'shared'
  return path === '/api/orgs/lichen' && !text.includes('failedInvitations') ? 'numbers' : 'all'
}

/** A review or their list without counts. */
function isShort(path: string, text: string): boolean {
  if (path.endsWith('/reviews'))
    return path.startsWith('/api') ? !text.includes('"counts"') : !text.includes('Revoked')
  return (
    path.startsWith('/api/orgs/lichen/reviews/review-1') &&
    path.endsWith('review-1') &&
    !text.includes('"counts"')
  )
}

/** The cells of the first table of a document. */
function tableOf(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-|]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((each) => each.trim()),
    )
}
