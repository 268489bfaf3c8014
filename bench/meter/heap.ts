/** Watches the heap of the Worker's isolate through V8's inspector; while an audit runs it never makes V8 collect. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Inspected } from './inspector.ts'

/** How often is looked, in milliseconds. */
const LOOK_EVERY = 100

export interface HeapWatch {
  /** The highest since the last call of `kept`, in bytes, garbage included. */
  peak(): number
  /** What is left after a collection, in bytes; begins the next span. */
  kept(): Promise<number>
  close(): Promise<void>
}

interface Usage {
  readonly usedSize: number
  /** What ArrayBuffers hold outside V8's own heap; V8 tells it since 2025. */
  readonly backingStorageSize?: number
}

/** Begins to watch an inspected Worker; `wake` gives it something to do. */
export function watchHeap(inspected: Inspected, wake: () => Promise<unknown>): HeapWatch {
  let highest = 0
  let open = true
  const used = async () => {
    const usage = await inspected.ask<Usage>('Runtime.getHeapUsage')
    return usage === null ? 0 : usage.usedSize + (usage.backingStorageSize ?? 0)
  }
  const watching = (async () => {
    while (open) {
      highest = Math.max(highest, await used())
      await sleep(LOOK_EVERY)
    }
  })()
  return {
    peak: () => highest,
    kept: async () => {
      // V8 puts the collection off until the isolate runs again.
      let collected = false
      const collecting = inspected.ask('HeapProfiler.collectGarbage').then(() => {
        collected = true
      })
      while (!collected) await Promise.all([wake(), sleep(20)])
      await collecting
      highest = await used()
      return highest
    },
    close: async () => {
      open = false
      await watching
    },
  }
}
