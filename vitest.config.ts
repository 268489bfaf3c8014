import { defineConfig } from 'vitest/config'

/** Plain Node: the Worker itself runs in workerd beside it, started by bin/worker.ts. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/bundle.setup.ts'],
  },
})
