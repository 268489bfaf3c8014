/**
 * How `npm run mutants` changes the files of policy: every file, every kind of mutant, sentences included, tried against
 * the unit tests of policy alone. The sandbox holds nothing else, so no other test can help.
 */
export default {
  mutate: ['src/policy/**/*.ts'],
  ignorePatterns: [
    '**',
    '!package.json',
    '!vitest.mutants.config.ts',
    '!src/policy/**',
    '!test/policy/**',
    '!test/fixtures/policy.ts',
  ],
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'vitest.mutants.config.ts', related: false },
  coverageAnalysis: 'perTest',
  // A constant of a module is made before any test runs, so each of its mutants costs the whole of the tests: an hour in all.
  ignoreStatic: true,
  concurrency: 2,
  tempDirName: '.stryker/sandbox',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: '.stryker/policy.json' },
  // A file or test that has not changed since the last run is not tried again.
  incremental: true,
  incrementalFile: '.stryker/incremental.json',
  thresholds: { high: 95, low: 90, break: 85 },
}
