/** Webhooks going out to the Apps that have an address, signed as GitHub signs them. */
import { createHmac, randomUUID } from 'node:crypto'
import type { Delivery, GitHubState, Sender, Webhooks } from '../state.ts'
import type { App } from '../world/format.ts'
import { eventsBetween, holdingsOf } from './access.ts'
import { eventOfAct } from './acts.ts'
import { bodyOf, type HookEvent } from './event.ts'

type Listener = { readonly app: App; readonly installation: number | undefined }

/** GitHub gives up after ten seconds. */
const PATIENCE_MS = 10_000

export function openWebhooks(state: () => GitHubState): Webhooks {
  const sent: Delivery[] = []
  const onTheWay = new Set<Promise<void>>()
  let toLose = 0

  const post = (delivery: Delivery) => {
    const way = deliver(delivery).finally(() => onTheWay.delete(way))
    onTheWay.add(way)
    return way
  }
  const tell = (event: HookEvent, sender: Sender) => {
    for (const { app, installation } of listeners(state(), event)) {
      const body = bodyOf(state(), event, sender, installation)
      const delivery: Delivery = { id: randomUUID(), event: event.name, body, app, status: null }
      sent.push(delivery)
      if (toLose === 0) void post(delivery)
      else {
        toLose -= 1
        delivery.status = 'lost'
      }
    }
  }
  return {
    sent,
    lose: (count) => {
      toLose = count
    },
    redeliver: post,
    act: (act) => {
      const event = eventOfAct(state(), act)
      if (event) tell(event, act.actor)
    },
    around: (sender, deed) => {
      if (!state().world.apps.some(hasAddress)) return deed()
      const before = holdingsOf(state())
      const result = deed()
      for (const event of eventsBetween(before, holdingsOf(state()))) tell(event, sender)
      return result
    },
    arrived: async () => {
      while (onTheWay.size > 0) await Promise.all(onTheWay)
    },
  }
}

/** Apps with an address: of an installation's own events its App alone, of all others those installed there and not suspended. */
function listeners({ world }: GitHubState, event: HookEvent): Listener[] {
  return world.apps.filter(hasAddress).flatMap((app): Listener[] => {
    const row = event.organization.installations.find((other) => other.app_id === app.id)
    if (event.name === 'installation') {
      const of = event.payload.installation as { app_id: number } // made by installationShape
      return of.app_id === app.id ? [{ app, installation: undefined }] : []
    }
    return row && row.suspended_at === null ? [{ app, installation: row.id }] : []
  })
}

function hasAddress(app: App): boolean {
  return app.webhook_url !== undefined
}

async function deliver(delivery: Delivery): Promise<void> {
  const { id, event, body, app } = delivery
  const signature = createHmac('sha256', app.webhook_secret ?? '')
    .update(body)
    .digest('hex')
  try {
    const answer = await fetch(app.webhook_url ?? '', {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'GitHub-Hookshot/demo',
        'x-github-event': event,
        'x-github-delivery': id,
        'x-hub-signature-256': `sha256=${signature}`,
      },
      body,
    })
    await answer.arrayBuffer()
    delivery.status = answer.status
  } catch {
    // GitHub notes a failed delivery and goes on.
    delivery.status = 0
  }
}
