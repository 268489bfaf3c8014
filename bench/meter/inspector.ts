/** Speaks to V8's inspector in the Worker's isolate. */

export interface Inspected {
  /** A command's result; null where the connection ended before it, or V8 refused. */
  ask<Result>(method: string, parameters?: Readonly<Record<string, unknown>>): Promise<Result | null>
  close(): void
}

/** Joins the inspector at its address for the Worker `name`. */
export async function inspect(inspector: URL, name: string): Promise<Inspected> {
  const address = new URL(`/core:user:${name}`, inspector)
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
    ask: async <Result>(method: string, parameters: Readonly<Record<string, unknown>> = {}) => {
      if (socket.readyState !== WebSocket.OPEN) return null
      lastId += 1
      const id = lastId
      const answer = new Promise<unknown>((resolve) => {
        waiting.set(id, resolve)
      })
      socket.send(JSON.stringify({ id, method, params: parameters }))
      const result = await answer
      waiting.delete(id)
      return result as Result | null // what the protocol says of that method
    },
    close: () => socket.close(),
  }
}
