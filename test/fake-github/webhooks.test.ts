/** The demo's webhooks: signed as GitHub signs them, told of acts and of changed access. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verify } from '@octokit/webhooks-methods'
import { afterEach, describe, expect, it } from 'vitest'
import { newApp } from '../../fake-github/app.ts'
import { smallGitHub } from './small-world.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

interface Received {
  readonly event: string
  readonly isGenuine: boolean
  readonly payload: { action?: string; sender: { login: string; type: string }; installation: { id: number } }
}

/** The small GitHub with an App whose webhooks arrive here. */
async function listening(status = 202) {
  const app = newApp()
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const body = Buffer.concat(parts).toString()
    const isGenuine = await verify(app.webhookSecret, body, String(request.headers['x-hub-signature-256']))
    received.push({ event: String(request.headers['x-github-event']), isGenuine, payload: JSON.parse(body) })
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    server.close()
    server.closeAllConnections()
  })
  const small = await smallGitHub()
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  small.github.addApp({ ...app, webhookUrl: `http://127.0.0.1:${port}/` })
  const heard = async () => {
    await small.github.webhooks.arrived()
    return received.map(({ event, payload }) => [event, payload.action, payload.sender.login])
  }
  return { ...small, app, received, heard }
}

describe('a webhook of the demo', () => {
  it('tells of an act, signed, with who did it and the installation', async () => {
    const { github, world, received, heard } = await listening()
    github.act({ actor: 'cy', kind: 'review', owner: 'acme', repo: 'lib', n: 7 })
    expect(await heard()).toEqual([['pull_request_review', 'submitted', 'cy']])
    expect(received[0]).toMatchObject({
      isGenuine: true,
      payload: {
        installation: { id: world.organizations[0]?.installations[0]?.id },
        sender: { type: 'User' },
      },
    })
  })

  it('of a commit comes only with its push', async () => {
    const { github, heard } = await listening()
    github.act({ actor: 'cy', kind: 'commit', owner: 'acme', repo: 'lib' })
    expect(await heard()).toEqual([])
  })

  it('tells of everything that a removal took along, as the deed of whoever removed', async () => {
    const { ask, heard } = await listening()
    await ask('ada', 'DELETE', '/orgs/acme/memberships/bo')
    expect((await heard()).sort()).toEqual([
      ['member', 'removed', 'ada'],
      ['membership', 'removed', 'ada'],
      ['organization', 'member_removed', 'ada'],
    ])
  })

  it('names the App where the App did it, as a bot', async () => {
    const { github, ask, app, received, heard } = await listening()
    await ask(github.installationTokenFor('acme', app.slug), 'DELETE', '/orgs/acme/memberships/cy')
    expect((await heard()).every(([, , login]) => login === 'chatelaine-demo[bot]')).toBe(true)
    expect(received[0]?.payload.sender.type).toBe('Bot')
  })

  it('is not sent to a suspended App, but for the suspension itself', async () => {
    const { github, heard } = await listening()
    github.change('ada', (world) => {
      for (const row of world.organizations[0]?.installations ?? []) row.suspended_at = world.now
    })
    github.act({ actor: 'cy', kind: 'push', owner: 'acme', repo: 'lib' })
    expect(await heard()).toEqual([['installation', 'suspend', 'ada']])
  })

  it('that fails is noted and not sent again, but by hand', async () => {
    const { github, heard } = await listening(500)
    github.act({ actor: 'cy', kind: 'push', owner: 'acme', repo: 'lib' })
    expect(await heard()).toHaveLength(1)
    const [failed] = github.webhooks.sent
    if (failed === undefined) throw new Error('Nothing was sent.')
    expect(failed.status).toBe(500)
    await github.webhooks.redeliver(failed)
    expect(await heard()).toHaveLength(2)
  })
})
