/** Puts the bench's meters around the built Worker and opens its inspector. The Worker's code stays as it is. */
import type { MiniflareOptions } from 'miniflare'
import type { WorkerSettings } from '../local/worker.ts'
import { FRONT } from './front.ts'
import { METER } from './meter.ts'

/** Puts the meters in and opens the inspector on any free port. */
export const withMeters: NonNullable<WorkerSettings['adjust']> = (usual) => {
  const [worker] = usual.workers ?? []
  const { config } = worker ?? {}
  const built = config?.manifest?.modules['index.js']
  const database = config?.env?.DB
  if (worker === undefined || config === undefined || built === undefined || database === undefined)
    throw new Error('local/worker.ts does not run the Worker as the bench expects it. Nothing was measured.')
  const measured = {
    ...worker,
    config: {
      ...config,
      manifest: { mainModule: 'front.js', modules: { 'front.js': module(FRONT), 'index.js': built } },
      env: { ...config.env, D1_METER: { type: 'worker', worker: 'meter' } },
    },
  }
  const meter = {
    config: {
      name: 'meter',
      compatibilityDate: config.compatibilityDate,
      manifest: { mainModule: 'index.js', modules: { 'index.js': module(METER) } },
      env: { DB: database },
    },
  }
  // Miniflare checks what it is given; its types tell the arms of a binding apart only for literals.
  return { ...usual, inspectorPort: 0, workers: [measured, meter] } as MiniflareOptions
}

function module(contents: string) {
  return { type: 'esm' as const, contents }
}
