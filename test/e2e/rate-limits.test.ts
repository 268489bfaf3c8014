/** The rate limits of wrangler.toml on the built Worker: what a flood meets, and that a loopback address has none. */
import type { MiniflareOptions } from 'miniflare'
import { afterAll, describe, expect, it } from 'vitest'
import { bundle } from '../../local/bundle.ts'
import { type RunningWorker, runWorker } from '../../local/worker.ts'

const API_TOKEN = 'the token of whoever runs these tests'.replaceAll(' ', '-')
const OPERATOR = { authorization: `Bearer ${API_TOKEN}` }
const workers: RunningWorker[] = []

async function workerAt(publicUrl?: string): Promise<RunningWorker> {
  const vars = { GITHUB_TOKEN: 'never-sent', ORGANIZATIONS: 'lichen-lab', API_TOKEN }
  const worker = await runWorker({
    vars: { ...vars, ...(publicUrl && { PUBLIC_URL: publicUrl }) },
    adjust: twentyAMinute,
  })
  workers.push(worker)
  return worker
}

/** The limits as wrangler.toml names them, but lower: the test need not send hundreds. */
function twentyAMinute(usual: MiniflareOptions): MiniflareOptions {
  const low = (_: string, value: unknown) =>
    typeof value === 'object' && value !== null && 'period' in value ? { ...value, limit: 20 } : value
  const workers = usual.workers?.map(({ config, ...rest }) => {
    const env: unknown = JSON.parse(JSON.stringify(config?.env ?? {}), low)
    return { ...rest, config: { ...config, env } }
  })
  // Miniflare checks what it is given; its types tell the arms of a binding apart only for literals.
  return { ...usual, workers } as MiniflareOptions
}

/** The first answer among so many that is none of the usual; null where there is none. Pages that do not exist are cheap. */
async function firstRefusal(worker: RunningWorker, headers: Record<string, string>, most: number) {
  for (let sent = 1; sent <= most; sent += 1) {
    const { status, headers: got } = await worker.fetch('/no/such/page', { headers })
    if (status !== 404) return { sent, status, retry: got.get('retry-after') }
  }
  return null
}

describe('rate limits', () => {
  afterAll(() => Promise.all(workers.map((worker) => worker.close())))

  it('stand in wrangler.toml for callers, addresses and webhooks', async () => {
    const { rateLimits } = await bundle()
    expect(rateLimits.map(({ name, simple }) => [name, simple.limit, simple.period])).toEqual([
      ['LIMIT_SIGNED_IN', 600, 60],
      ['LIMIT_ANONYMOUS', 300, 60],
      ['LIMIT_WEBHOOK', 3000, 60],
    ])
  })

  it('meet a flood of one token, and nobody else', async () => {
    const worker = await workerAt('https://keys.example')
    // Twice the limit: the minute may turn in between.
    const refused = await firstRefusal(worker, OPERATOR, 41)
    expect(refused).toMatchObject({ status: 429, retry: '60' })
    expect(refused?.sent).toBeGreaterThan(20)
    expect((await worker.fetch('/no/such/page')).status).toBe(404)
  })

  it('are none on a loopback address, where all come from one', async () => {
    expect(await firstRefusal(await workerAt(), OPERATOR, 50)).toBeNull()
  })
})
