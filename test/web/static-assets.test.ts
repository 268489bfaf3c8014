/** What Cloudflare answers without the Worker is what the Worker would answer, and as well guarded. */
import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { projectRoot } from '../../local/bundle.ts'
import { openSite } from '../fixtures/register/site.ts'

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8')
const stale = 'public/ is stale: run npm run assets'

it('openapi.json describes the API of today', async () => {
  const answer = await (await openSite()).visit('/api/openapi.json')
  expect(JSON.parse(read('public/api/openapi.json')), stale).toEqual(await answer.json())
})

it('the style is the one of today, and its address changes with it', async () => {
  const site = await openSite()
  expect(read('public/style.css'), stale).toBe(await (await site.visit('/style.css')).text())
  const version = createHash('sha256').update(read('public/style.css')).digest('hex').slice(0, 8)
  expect(await (await site.visit('/')).text()).toContain(`href="/style.css?${version}"`)
})

it('the icon that a browser asks for beside JSON is none, and no error', async () => {
  expect((await (await openSite()).visit('/favicon.ico')).status).toBe(204)
})

it('nothing else is published', () => {
  const files = globSync('public/**/*', { cwd: projectRoot, withFileTypes: true }).filter((file) =>
    file.isFile(),
  )
  expect(files.map(({ name }) => name).sort()).toEqual(['_headers', 'openapi.json', 'style.css'])
  expect(read('wrangler.toml')).toContain('[assets]\ndirectory = "public"\n')
})

it('no file runs anything, is framed or sniffed, and only the style is kept for long', () => {
  const rules = read('public/_headers')
    .replace(/^#.*$/gm, '')
    .trim()
    .split(/\n{2,}/)
  const [everywhere = '', style = ''] = rules
  expect(rules).toHaveLength(2)
  expect(everywhere).toMatch(/^\/\*\n/)
  expect(everywhere).toContain("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
  expect(everywhere).toContain('X-Content-Type-Options: nosniff')
  expect(everywhere).not.toContain('Cache-Control')
  expect(style).toBe('/style.css\n  Cache-Control: public, max-age=31536000, immutable')
})
