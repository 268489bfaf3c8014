/** A server on this machine alone, for the Worker to take for GitHub. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface LocalServer {
  readonly origin: string
  close(): Promise<void>
}

/** What is sent back; null breaks the connection off. */
export type Sent = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
} | null

/** `answer` gets each request with its whole body. Where it throws, the connection breaks off. */
export async function openLocalServer(
  answer: (request: IncomingMessage, body: string) => Promise<Sent>,
): Promise<LocalServer> {
  const server = createServer(async (request, response) => {
    try {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      send(response, await answer(request, Buffer.concat(chunks).toString('utf8')))
    } catch {
      // GitHub, or the Worker, is gone: the other side sees a connection that broke.
      response.destroy()
    }
  })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', reject)
  server.listen(0, '127.0.0.1', resolve)
  await promise
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      await closed.promise
    },
  }
}

function send(response: ServerResponse, sent: Sent): void {
  if (sent === null) {
    response.destroy()
    return
  }
  response.writeHead(sent.status, { ...sent.headers })
  response.end(sent.text)
}
