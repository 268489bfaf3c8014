/** Who plays: two organisations with different owners, a member, an operator, a stranger, and the Worker between them and a fake GitHub. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Rng, rngFrom } from '../bench/world/rng.ts'
import { type Chatelaine, startChatelaine } from '../test/fixtures/whole/whole.ts'
import { CAST } from './characters.ts'
import { OUTGOING_PATH, underAttack } from './front.ts'
import { plantedSecrets, secretsOf } from './planted.ts'
import { type Answer, asker, type Caller, type Request } from './request.ts'
import { worldUnderAttack } from './world.ts'

/** How the Worker stands before the first attempt of a class; every class has one of its own. */
export interface Stage {
  /** Variables that differ; '' takes one away. */
  readonly vars?: Readonly<Record<string, string>>
  /** Rules of both organisations, set by their owners before the first review opens: then everything is at once. */
  readonly rules?: object
  /** Whether the first review of both organisations has opened; absent: it has. */
  readonly review?: boolean
  /** Keep the database in a folder, so that the Worker can be killed. */
  readonly persist?: boolean
}

/** What the review asks about, as far as attacks need it. */
export interface Proposal {
  readonly id: string
  readonly subject: { readonly kind: string; readonly id: number | string; readonly login?: string }
  readonly risk: { readonly privileged: boolean }
  readonly status: string
}

/** An organisation with its first review. */
export interface Organization {
  readonly login: string
  readonly id: number
  readonly owner: string
  readonly audit: string
  /** '' where none has opened. */
  readonly review: string
  readonly proposals: readonly Proposal[]
}

export interface Cast {
  readonly seed: number
  readonly rng: Rng
  readonly home: Organization
  readonly foreign: Organization
  readonly secrets: readonly string[]
  /** Secrets that an answer told, a sentence each. */
  readonly leaks: string[]
  /** Requests that were answered with a 500. */
  readonly crashes: string[]
  readonly operator: Caller
  readonly webhookSecret: string
  /** The folder of the database; '' where it ends with the Worker. */
  readonly folder: string
  whole(): Chatelaine
  /** Somebody who signed in by the fake GitHub's page; the same session each time. */
  as(login: string): Promise<Caller>
  /** Signed in just now. */
  signedInNow(login: string): Promise<Caller>
  ask(caller: Caller | null, method: string, path: string, request?: Request): Promise<Answer>
  /** A form of our own pages, with the session's form token unless told. */
  form(caller: Caller, path: string, fields: Readonly<Record<string, string>>): Promise<Answer>
  rows<Row>(sql: string, ...values: readonly (string | number)[]): Promise<Row[]>
  /** How often the Worker has sent a request to which path, since it began. */
  outgoing(): Promise<Readonly<Record<string, number>>>
  /** The clocks of the Worker and of GitHub go on from there. */
  moveTo(at: string): void
  /** Ends the Worker as `kill -9` does and starts it again. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** As on the Paid plan: an audit of the small world in few steps, so that days go by quickly. */
const FEW_STEPS = { REQUESTS_PER_INSTANCE: '1000', REQUESTS_PER_STEP: '30' } as const

/** Sets the stage. Whoever opens it closes it. */
export async function openCast(seed: number, stage: Stage): Promise<Cast> {
  const folder = stage.persist ? mkdtempSync(join(tmpdir(), 'chatelaine-attack-')) : ''
  const planted = plantedSecrets()
  let whole = await startChatelaine({
    world: worldUnderAttack(),
    vars: { ...FEW_STEPS, ...planted, ORGANIZATIONS: `${CAST.home},${CAST.foreign}`, ...stage.vars },
    github: { limits: { rest: 1e9, graphql: 1e9, search: 1e9 } },
    adjust: underAttack,
    ...(folder === '' ? {} : { persist: folder }),
  })
  for (const app of whole.world.apps) if (app.webhook_url) app.webhook_secret = planted.GITHUB_WEBHOOK_SECRET
  whole.world.tokens.push({
    token: planted.GITHUB_TOKEN,
    kind: 'classic',
    login: CAST.owner,
    scopes: ['admin:org', 'repo', 'read:user'],
  })
  const operator: Caller = { bearer: planted.API_TOKEN }
  const seen = { leaks: [] as string[], crashes: [] as string[] }
  const asking = asker(() => whole.worker.url, secretsOf(planted), seen)
  const sessions = new Map<string, Caller>()
  const signedInNow = async (login: string): Promise<Caller> => ({ cookie: await whole.sessionOf(login) })
  const as = async (login: string) => {
    const caller = sessions.get(login) ?? (await signedInNow(login))
    sessions.set(login, caller)
    return caller
  }
  const close = async () => {
    await whole.close()
    if (folder !== '') rmSync(folder, { recursive: true, force: true })
  }
  try {
    const home = await organizationOf(whole, stage, CAST.home, CAST.owner, await as(CAST.owner), asking.ask)
    const foreign = await organizationOf(
      whole,
      stage,
      CAST.foreign,
      CAST.foreignOwner,
      await as(CAST.foreignOwner),
      asking.ask,
    )
    return {
      seed,
      rng: rngFrom(seed),
      home,
      foreign,
      secrets: secretsOf(planted),
      ...seen,
      operator,
      webhookSecret: planted.GITHUB_WEBHOOK_SECRET,
      folder,
      whole: () => whole,
      as,
      signedInNow,
      ask: asking.ask,
      form: asking.form,
      rows: async <Row>(sql: string, ...values: readonly (string | number)[]) => {
        const database = await whole.worker.database()
        return (
          await database
            .prepare(sql)
            .bind(...values)
            .all<Row>()
        ).results
      },
      // Not by `ask`: its answer has the addresses of the channels.
      outgoing: async () => JSON.parse(await (await whole.worker.fetch(OUTGOING_PATH)).text()),
      moveTo: (at) => {
        asking.moveTo(at)
        whole.github.setNow(at)
      },
      kill: async () => {
        // Miniflare ends the process of the Worker with SIGKILL.
        whole = await whole.restart()
      },
      close,
    }
  } catch (trouble) {
    await close()
    throw trouble
  }
}

async function organizationOf(
  whole: Chatelaine,
  { rules, review = true }: Stage,
  login: string,
  owner: string,
  caller: Caller,
  ask: Cast['ask'],
): Promise<Organization> {
  const { id: audit } = await whole.audited(login)
  const api = `/api/orgs/${login}`
  const wanted = async <T>(answer: Answer, status: number, what: string): Promise<T> => {
    if (answer.status === status) return answer.json<T>()
    throw new Error(
      `The stage could not be set: ${what} of ${login} was answered ${answer.status}: ${answer.text}`,
    )
  }
  if (rules !== undefined)
    await wanted(await ask(caller, 'PUT', `${api}/settings`, { body: rules }), 200, 'the first rules')
  const id = whole.world.organization(login)?.id ?? 0
  if (!review) return { login, id, owner, audit, review: '', proposals: [] }
  const opened = await wanted<{ id: string }>(await ask(caller, 'POST', `${api}/reviews`), 201, 'the review')
  const path = `${api}/reviews/${opened.id}/proposals?limit=500`
  const { items } = await wanted<{ items: Proposal[] }>(await ask(caller, 'GET', path), 200, 'the proposals')
  return { login, id, owner, audit, review: opened.id, proposals: items }
}
