/** A person at a browser: signing in by the demo's page, as anybody would. It never sets a cookie by hand. */
import type { Page } from 'playwright-core'
import type { Chatelaine } from './chatelaine.ts'

/** Signs in as one of the demo's people. */
export async function signIn(page: Page, { worker }: Chatelaine, login: string): Promise<void> {
  await page.goto(`${worker.url.origin}/sign-in`)
  await page.getByRole('button', { name: 'Sign in with GitHub' }).click()
  await page.locator(`button[name="login"][value="${login}"]`).click()
  await page.waitForURL((url) => url.origin === worker.url.origin)
}
