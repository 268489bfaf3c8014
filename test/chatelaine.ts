/** The whole product for a test: a demo GitHub, the Worker on a database of its own, and the operator's way in. It never reaches the network. */
import { type AccountRow, type AuditView, askAll } from '../bin/audit-answers.ts'
import { audited } from '../bin/one-audit.ts'
import { openScene, type Scene, type SceneSettings } from '../demo/scene.ts'

export interface Chatelaine extends Scene {
  /** A request as the operator, with its status; never throws for a refusal. */
  api<T = unknown>(path: string, method?: string, body?: unknown): Promise<{ status: number; body: T }>
  /** Waits for the end of an audit of the organisation, begun now unless one runs. */
  audited(organization: string): Promise<AuditView>
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
    audited: async (organization) => {
      // A cron that failed is followed by the next hour's.
      await worker.scheduled(scene.world.now).catch(() => worker.scheduled(scene.world.now))
      return audited(worker, apiToken, organization)
    },
    accounts: (organization) => askAll<AccountRow>(worker, apiToken, `/api/orgs/${organization}/accounts`),
    list: (path) => askAll(worker, apiToken, path),
    restart: async () => kept(await scene.restart()),
  }
}
