/** Which port a Worker on this machine gets. */
import { createServer } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort, type RunningWorker, runWorker } from '../../local/worker.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

describe('A Worker on any free port', () => {
  test('starts on another one where somebody took it just before', async () => {
    const taken = await taking()
    const tried: number[] = []
    const worker = await runWorker({
      vars: NO_QUESTIONS,
      // The first start comes a moment too late.
      adjust: (options) => {
        tried.push(options.port ?? 0)
        return tried.length === 1 ? { ...options, port: taken } : options
      },
    })
    ends.push(worker.close)

    expect(tried).toHaveLength(2)
    expect(Number(worker.url.port)).toBe(tried[1])
    expect((await worker.fetch('/api/health')).status).toBe(200)
  })

  test('gets none that the system could give to an outgoing connection', async () => {
    for (let n = 0; n < 20; n += 1) {
      const port = await freePort()
      expect(port).toBeGreaterThanOrEqual(20_000)
      expect(port).toBeLessThan(32_768)
    }
  })
})

describe('A Worker on a port that was asked for', () => {
  test('does not start on another one, and says which is taken', async () => {
    const taken = await taking()
    const start: Promise<RunningWorker> = runWorker({ vars: NO_QUESTIONS, port: taken })
    await expect(start).rejects.toThrow(`The Worker did not start on port ${taken}.`)
  })
})

const NO_QUESTIONS = { GITHUB_TOKEN: 'asks nothing', ORGANIZATIONS: 'none' }

/** Listens on a port until the test has ended. */
async function taking(): Promise<number> {
  const port = await freePort()
  const server = createServer().listen(port, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  ends.push(() => new Promise((resolve) => server.close(resolve)))
  return port
}
