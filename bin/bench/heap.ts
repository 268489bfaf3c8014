/** Watches the heap of the Worker's isolate through V8's inspector; while an audit runs it never makes V8 collect. */
import { setTimeout as sleep } from 'node:timers/promises'

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

/** Begins to watch the Worker `name` at an inspector's address; `wake` gives it something to do. */
export async function watchHeap(
  inspector: URL,
  name: string,
  wake: () => Promise<unknown>,
): Promise<HeapWatch> {
  const inspected = await connect(new URL(`/core:user:${name}`, inspector))
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
      inspected.close()
    },
  }
}

interface Inspected {
  /** A command's result; null where the connection ended before it. */
  ask<Result>(method: string): Promise<Result | null>
  close(): void
}

async function connect(address: URL): Promise<Inspected> {
  const socket = new WebSocket(address.href)
  const waiting = new Map<number, (result: unknown) => void>()
  let lastId = 0
  socket.addEventListener('message', ({ data }) => {
    const said: { id?: number; result?: unknown } = JSON.parse(String(data))
    if (said.id !== undefined) waiting.get(said.id)?.(said.result ?? null)
  })
  socket.addEventListener('close', () => {
    for (const answer of waiting.values()) answer(null)
  })
  await new Promise<void>((resolve, reject) => {
    const fail = () => reject(new Error(`No inspector answers at ${address.origin}. Nothing was measured.`))
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', fail, { once: true })
  })
  return {
    ask: async <Result>(method: string) => {
      if (socket.readyState !== WebSocket.OPEN) return null
      lastId += 1
      const id = lastId
      const answer = new Promise<unknown>((resolve) => {
        waiting.set(id, resolve)
      })
      socket.send(JSON.stringify({ id, method }))
      const result = await answer
      waiting.delete(id)
      return result as Result | null // what the protocol says of that method
    },
    close: () => socket.close(),
  }
}
