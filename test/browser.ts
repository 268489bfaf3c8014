/** Debian's Chromium for the browser tests, or the reason why there is none. It never downloads one. */
import { existsSync, mkdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import axe, { type AxeResults } from 'axe-core'
import { type Browser, chromium, type Page } from 'playwright-core'
import { projectRoot } from '../bin/bundle.ts'

const executablePath = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)]
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((path) => existsSync(path))

/** Why browser tests cannot run here; null where they can. */
export const noBrowser = executablePath === undefined ? 'no Chromium was found on this machine' : null

/** Where the pictures of the pages go, for people to look at. */
export const shots = join(projectRoot, '.wrangler', 'shots')

let browser: Browser | undefined

/** The browser of this test file, which closes it after its tests. */
export async function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium was found on this machine')
  browser ??= await chromium.launch({ executablePath, args: ['--no-sandbox'], headless: true })
  mkdirSync(shots, { recursive: true })
  return browser
}

export async function closeBrowser(): Promise<void> {
  await browser?.close()
  browser = undefined
}

/** What axe looks at: everything, colours alone, or everything but colours, which take most of its time. */
export type Look = 'all' | 'colours' | 'structure'

const OPTIONS: Readonly<Record<Look, object>> = {
  all: {},
  colours: { runOnly: ['color-contrast'] },
  structure: { rules: { 'color-contrast': { enabled: false } } },
}

/** What axe finds on the page, as one line each. The page's context must bypass the content security policy. */
export async function axeComplaints(page: Page, look: Look): Promise<string[]> {
  await page.evaluate(axe.source)
  // Text, because it runs on the page, where the line above has put axe.
  const found: AxeResults = await page.evaluate(`axe.run(${JSON.stringify(OPTIONS[look])})`)
  return found.violations.map(({ id, help, nodes }) => `${id}: ${help} – ${nodes[0]?.html ?? ''}`)
}
