/** A tiny channel over loopback that answers as told and remembers what came. Never anything but a receiver. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface Receiver {
  readonly url: string
  /** The bodies of the requests, in order. */
  readonly received: string[]
  /** The next answers; after them every request is taken with 200 `ok`. `hang_up` closes the connection. */
  readonly answers: (Answer | 'hang_up')[]
  close(): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const received: string[] = []
  const answers: (Answer | 'hang_up')[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    received.push(body)
    const answer = answers.shift() ?? { status: 200, body: 'ok' }
    if (answer === 'hang_up') {
      request.socket.destroy()
      return
    }
    response.writeHead(answer.status, answer.headers).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // The cast: a listening TCP server always has a port.
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/services/T0/B0/very-secret`,
    received,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
