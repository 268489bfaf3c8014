import { defineConfig } from 'vitest/config'

/** Plain Node: the Worker itself runs in workerd beside it, started by local/worker.ts. */
export default defineConfig({
  test: {
    // `npm run limits`: what takes a minute of its own, the counts of the Free plans and a short soak.
    include: [process.env.LIMITS ? 'test/**/*.limits.ts' : 'test/**/*.test.{ts,tsx}'],
    pool: 'forks',
    // Every file closes what it starts; sharing the module graph halves the time.
    isolate: false,
    // One more than the cores of a small machine: some always wait for a browser or a Workflow.
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/fixtures/whole/bundle.setup.ts'],
    setupFiles: ['test/fixtures/register/runtimes.setup.ts'],
  },
})
