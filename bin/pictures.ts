/** `npm run pictures`: photographs the sample for the README and docs/first-minute.md, eight pages in light and dark, and says what each weighs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { askAll } from '../local/api.ts'
import { projectRoot } from '../local/bundle.ts'
import type { Whole } from '../local/whole.ts'
import { closeBrowser, noBrowser, openBrowser } from '../test/fixtures/whole/browser.ts'
import { signIn } from '../test/fixtures/whole/visitor.ts'
import { startSample } from './start/begin.ts'

const FOLDER = join(projectRoot, 'docs/pictures')
const SIZE = { width: 1440, height: 1000 }
/** Of WebP; text stays sharp. */
const QUALITY = 82
/** Bytes of one, and of all. */
const MOST = 150_000
const MOST_OF_ALL = 1_500_000

/** Whose page it is: an owner's, that of somebody who is asked about, or everybody's. */
const OWNER = 'mara-voss'
const ASKED = 'carla-nunes'

type Shot = { readonly name: string; readonly as: string | null; readonly path: string }

if (noBrowser !== null) {
  process.stderr.write(`${noBrowser}\nNo picture was made.\n`)
  process.exit(1)
}
const sample = await startSample({}, () => undefined)
try {
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const sizes = await photographed(await openBrowser(), sample, await shotsOf(sample))
  const all = sizes.reduce((sum, size) => sum + size, 0)
  process.stdout.write(`${sizes.length} pictures, ${Math.round(all / 1000)} kB\n`)
  if (all > MOST_OF_ALL || sizes.some((size) => size > MOST))
    throw new Error('Too large: at most 150 kB each and 1,500 kB in all. Lower QUALITY in bin/pictures.ts.')
} finally {
  await Promise.all([closeBrowser(), sample.close()])
}
process.exit(0)

async function shotsOf({ worker, apiToken }: Whole): Promise<readonly Shot[]> {
  const organization = '/orgs/lichen-lab'
  const [review] = await askAll<{ id: string }>(worker, apiToken, `/api${organization}/reviews`)
  return [
    { name: 'overview', as: OWNER, path: organization },
    { name: 'review', as: OWNER, path: `${organization}/reviews/${review?.id}` },
    { name: 'person', as: OWNER, path: `${organization}/accounts/ines-okafor` },
    { name: 'repositories', as: OWNER, path: `${organization}/repositories` },
    { name: 'repository', as: OWNER, path: `${organization}/repositories/lichen` },
    { name: 'owners', as: OWNER, path: `${organization}/accounts?access=owner` },
    { name: 'me', as: ASKED, path: '/me' },
    { name: 'public', as: null, path: '/lichen-lab' },
  ]
}

/** The bytes of each. */
async function photographed(
  browser: Browser,
  whole: Whole,
  shots: readonly Shot[],
): Promise<readonly number[]> {
  const sizes: number[] = []
  for (const colorScheme of ['light', 'dark'] as const)
    for (const as of new Set(shots.map((shot) => shot.as))) {
      const context = await browser.newContext({ viewport: SIZE, colorScheme })
      const page = await context.newPage()
      if (as !== null) await signIn(page, whole, as)
      for (const { name, path } of shots.filter((shot) => shot.as === as)) {
        const answer = await page.goto(`${whole.worker.url.origin}${path}`)
        if (answer?.ok() !== true)
          throw new Error(`${path} was answered ${answer?.status()}. No more pictures were made.`)
        const picture = await webp(page)
        const file = `${name}-${colorScheme}.webp`
        writeFileSync(join(FOLDER, file), picture)
        process.stdout.write(`  ${file}: ${Math.round(picture.length / 1000)} kB\n`)
        sizes.push(picture.length)
      }
      await context.close()
    }
  return sizes
}

async function webp(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await session.detach()
  return Buffer.from(data, 'base64')
}
