/** The keys of the repositories that only the grown world has. */
import { deployKey } from '../repositories.ts'

const KEYS: Readonly<Record<string, readonly object[]>> = {
  bench: [deployKey(6951, 'bench-results', '2022-05-01T00:00:00Z', '2026-11-20T04:00:00Z', false)],
  moraine: [deployKey(6952, 'moraine-sync', '2021-09-01T00:00:00Z', '2024-10-12T02:00:00Z', false)],
  'glacier-data': [deployKey(6953, 'nightly-mirror', '2023-03-01T00:00:00Z', '2026-11-21T01:00:00Z')],
  seedbank: [deployKey(6954, 'seed-upload', '2021-02-01T00:00:00Z', '2023-12-01T00:00:00Z', false, null)],
}

export function credentialsOf(repository: string): object {
  const keys = KEYS[repository]
  return keys === undefined ? {} : { deploy_keys: keys }
}
