/** Watches the heap of the Worker's isolate through V8's inspector; it never makes it collect. */
import { setTimeout as sleep } from 'node:timers/promises'

/** How often is looked, in milliseconds. */
const LOOK_EVERY = 100

export interface HeapWatch {
  /** The highest since the last call of this, in bytes, garbage included. */
  peak(): number
  close(): Promise<void>
}

interface Usage {
  readonly usedSize: number
  /** What ArrayBuffers hold outside V8's own heap; V8 tells it since 2025. */
  readonly backingStorageSize?: number
}

/** Begins to watch the Worker `name` at an inspector's address. */
export async function watchHeap(inspector: URL, name: string): Promise<HeapWatch> {
  const socket = new WebSocket(new URL(`/core:user:${name}`, inspector).href)
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(new Error(`No inspector answers at ${inspector}.`)), {
      once: true,
    })
  })
  let highest = 0
  let open = true
  let waiting: ((usage: Usage | null) => void) | null = null
  socket.addEventListener('message', ({ data }) => {
    // Only answers to getHeapUsage carry an id: it is the one command that is sent.
    const said: { id?: number; result?: Usage } = JSON.parse(String(data))
    if (said.id !== undefined) waiting?.(said.result ?? null)
  })
  socket.addEventListener('close', () => waiting?.(null))
  const watching = (async () => {
    for (let id = 1; open && socket.readyState === WebSocket.OPEN; id += 1) {
      const answer = new Promise<Usage | null>((resolve) => {
        waiting = resolve
      })
      socket.send(JSON.stringify({ id, method: 'Runtime.getHeapUsage' }))
      const usage = await answer
      if (usage !== null) highest = Math.max(highest, usage.usedSize + (usage.backingStorageSize ?? 0))
      await sleep(LOOK_EVERY)
    }
  })()
  return {
    peak: () => {
      const peak = highest
      highest = 0
      return peak
    },
    close: async () => {
      open = false
      socket.close()
      await watching
    },
  }
}
