import { defineConfig } from 'vitest/config'

/** For `npm run mutants`: tests that start no Worker, so nothing is built before them. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    isolate: false,
    // A test that is only slow must not count as one that feels something.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
