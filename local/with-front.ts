/** Puts a module in front of the built Worker, and where asked a second worker beside it that holds the database. */
import type { MiniflareOptions } from 'miniflare'
import type { WorkerSettings } from './worker.ts'

/** Both texts are JavaScript modules. */
export interface Front {
  /** Imports the Worker as `./index.js` and exports what it exports. */
  readonly front: string
  /** The second worker: the front reaches it as `binding`, and it has the database as `DB`. */
  readonly beside?: { readonly name: string; readonly binding: string; readonly contents: string }
}

/** The Worker's code stays as it is. Throws where local/worker.ts runs it in another way than this expects. */
export function withFront({ front, beside }: Front): NonNullable<WorkerSettings['adjust']> {
  return (usual) => {
    const [worker] = usual.workers ?? []
    const { config } = worker ?? {}
    const built = config?.manifest?.modules['index.js']
    const database = config?.env?.DB
    if (worker === undefined || config === undefined || built === undefined || database === undefined)
      throw new Error(
        `local/worker.ts does not run the Worker as the ${beside?.name ?? 'front'} expects it. Nothing was run.`,
      )
    const fronted = {
      ...worker,
      config: {
        ...config,
        manifest: { mainModule: 'front.js', modules: { 'front.js': module(front), 'index.js': built } },
        env:
          beside === undefined
            ? config.env
            : { ...config.env, [beside.binding]: { type: 'worker', worker: beside.name } },
      },
    }
    const second = beside && {
      config: {
        name: beside.name,
        compatibilityDate: config.compatibilityDate,
        manifest: { mainModule: 'index.js', modules: { 'index.js': module(beside.contents) } },
        env: { DB: database },
      },
    }
    const workers = second === undefined ? [fronted] : [fronted, second]
    // Miniflare checks what it is given; its types tell the arms of a binding apart only for literals.
    return { ...usual, workers } as MiniflareOptions
  }
}

function module(contents: string) {
  return { type: 'esm' as const, contents }
}
