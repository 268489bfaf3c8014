/** The whole product for a test: a demo GitHub, the Worker on a database of its own, and the operator's way in. It never reaches the network. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type AccountRow, type AuditView, askAll } from '../bin/audit-answers.ts'
import { audited } from '../bin/one-audit.ts'
import { openScene, type Scene, type SceneSettings } from '../demo/scene.ts'

export interface Chatelaine extends Scene {
  /** A request as the operator, with its status; never throws for a refusal. */
  api<T = unknown>(path: string, method?: string, body?: unknown): Promise<{ status: number; body: T }>
  /** A change of an organisation's rules by an owner who has signed in by the demo's page. */
  rulesBy(owner: string, organization: string, rules: object): Promise<{ status: number }>
  /** Waits for the end of an audit of the organisation, begun now unless one runs. */
  audited(organization: string): Promise<AuditView>
  /** The cron of that moment, and the end of the audits that it begins. */
  auditedAt(moment: string): Promise<void>
  accounts(organization: string): Promise<AccountRow[]>
  /** Every item of a list of the API. */
  list<T>(path: string): Promise<T[]>
  restart(): Promise<Chatelaine>
}

/** Starts everything. Whoever starts it closes it. */
export async function startChatelaine(settings: SceneSettings): Promise<Chatelaine> {
  return kept(await openScene(settings))
}

function kept(scene: Scene): Chatelaine {
  const { worker, apiToken } = scene
  return {
    ...scene,
    api: async <T>(path: string, method = 'GET', body?: unknown) => {
      const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
      const content = body === undefined ? {} : { body: JSON.stringify(body) }
      const answer = await worker.fetch(path, { method, headers, ...content })
      const text = await answer.text()
      // What the API promises is checked by the tests themselves.
      return { status: answer.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as T }
    },
    rulesBy: async (owner, organization, rules) => {
      const headers = {
        cookie: await sessionOf(scene, owner),
        origin: worker.url.origin,
        'content-type': 'application/json',
      }
      const init = { method: 'PUT', headers, body: JSON.stringify(rules) }
      const { status } = await fetch(new URL(`/api/orgs/${organization}/settings`, worker.url), init)
      return { status }
    },
    audited: async (organization) => {
      // A cron that failed is followed by the next hour's.
      await worker.scheduled(scene.world.now).catch(() => worker.scheduled(scene.world.now))
      return audited(worker, apiToken, organization)
    },
    auditedAt: async (moment) => {
      scene.github.setNow(moment)
      await worker.scheduled(moment)
      const database = await worker.database()
      const running = database.prepare(
        "SELECT count(*) AS n FROM audits WHERE status IN ('queued', 'running') OR as_of < ?1 AND id = (SELECT id FROM audits ORDER BY as_of DESC LIMIT 1)",
      )
      const asOf = moment.replace('.000Z', 'Z')
      while (((await running.bind(asOf).first<{ n: number }>())?.n ?? 0) > 0) await sleep(50)
    },
    accounts: (organization) => askAll<AccountRow>(worker, apiToken, `/api/orgs/${organization}/accounts`),
    list: (path) => askAll(worker, apiToken, path),
    restart: async () => kept(await scene.restart()),
  }
}

/** The cookie of a fresh session, by the way that a browser goes. */
async function sessionOf({ worker }: Scene, login: string): Promise<string> {
  const redirect = 'manual' as const
  const begun = await fetch(new URL('/sign-in/start', worker.url), { redirect })
  const [browser = ''] = (begun.headers.get('set-cookie') ?? '').split(';')
  const authorize = new URL(begun.headers.get('location') ?? '')
  const body = new URLSearchParams([...authorize.searchParams, ['login', login]])
  const picked = await fetch(new URL(authorize.pathname, authorize), { method: 'POST', body, redirect })
  const back = new URL(picked.headers.get('location') ?? '')
  const ended = await fetch(back, { headers: { cookie: browser }, redirect })
  const cookies = ended.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  return cookies.find((cookie) => /session=./.test(cookie)) ?? ''
}
