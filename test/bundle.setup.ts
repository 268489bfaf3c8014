/** Builds the Worker once before all tests, so that no test pays for it. It never fails the tests that need none. */
import { bundle } from '../bin/bundle.ts'

/** vitest's global setup. A Worker that does not build is reported here and fails in the tests that start it. */
export async function setup(): Promise<void> {
  try {
    await bundle()
  } catch (trouble) {
    process.stderr.write(`${trouble instanceof Error ? trouble.message : trouble}\n`)
  }
}
