/** Crossing organisations: every operation of the API and every page with the other organisation's ids. */
import { type AttackClass, type Attempt, heldUnless } from '../attempt.ts'
import type { Cast, Organization } from '../cast.ts'
import { CAST } from '../characters.ts'
import type { Answer, Caller } from '../request.ts'
import { BODIES } from './bodies.ts'

/** A path of the OpenAPI document with what its parameters stand for, and a body that would be valid. */
interface Operation {
  readonly method: string
  readonly path: string
}

const METHODS = ['get', 'post', 'put', 'delete', 'patch']

/** Pages that there are, or are planned: one that is added is attacked from its first day. */
const PAGES = [
  '',
  '/accounts',
  '/accounts?format=csv',
  '/accounts?format=json',
  '/accounts/{login}',
  '/repositories',
  '/repositories?format=csv',
  '/repositories/lichen',
  '/repositories/lichen?format=json',
  '/credentials',
  '/credentials?format=csv',
  '/credentials?format=json',
  '/reviews',
  '/reviews/{review}',
  '/reviews/{review}?format=csv',
  '/reviews/{review}?format=json',
  '/reviews/{review}/notices',
  '/reviews/{review}/notices?format=csv',
  '/reviews/{review}/report',
  '/audits/{audit}',
  '/history',
  '/history?format=csv',
  '/history?format=json',
  '/settings',
  '/what-you-know',
]

const FORMS = [
  '/audits',
  '/audit-log',
  '/reviews',
  '/reviews/{review}/decisions',
  '/reviews/{review}/carry-over',
  '/reviews/{review}/notices',
  '/reviews/{review}/comments',
  '/what-you-know',
  '/proposals/{proposal}/decisions',
  '/proposals/{proposal}/answers',
  '/proposals/{proposal}/revocation',
  '/proposals/{proposal}/give-back',
  '/proposals/{proposal}/offboarding',
  '/accounts/{login}/erasure',
  '/proposals/{proposal}/decline-return',
  '/settings',
  '/settings/pause',
  '/settings/resume',
  '/settings/pending/1/agreement',
  '/settings/pending/1/cancel',
  '/queue/stop',
  '/queue/start',
  '/seen',
]

export const crossing: AttackClass = {
  name: 'crossing',
  stage: {},
  attempts: [
    ...(
      [
        ['the owner of the other organisation', CAST.foreignOwner],
        ['a member of the other organisation', CAST.foreignMember],
        ['a stranger', CAST.stranger],
      ] as const
    ).flatMap(([who, login]): Attempt[] => [
      {
        name: `${who}, every operation of the API`,
        try: async (cast) => unchanged(cast, await overApi(cast, await cast.as(login), OUTSIDE)),
      },
      {
        name: `${who}, every page and form`,
        try: async (cast) => unchanged(cast, await overPages(cast, await cast.as(login), OUTSIDE)),
      },
    ]),
    {
      name: 'the other owner, ids of the first organisation under the path of their own',
      try: async (cast) => {
        const caller = await cast.as(CAST.foreignOwner)
        const mixed = { ...cast.home, login: cast.foreign.login, owner: cast.home.owner }
        return unchanged(cast, [
          ...(await overApi(cast, caller, OUTSIDE, mixed, (path) => path.includes('{id}'))),
          ...(await overPages(cast, caller, OUTSIDE, mixed, (path) =>
            /\{(review|audit|proposal)\}/.test(path),
          )),
        ])
      },
    },
    {
      name: 'a bearer token that the other owner made',
      try: async (cast) => {
        const owner = await cast.signedInNow(CAST.foreignOwner)
        const made = await cast.ask(owner, 'POST', '/api/tokens', {
          body: { name: 'x', scope: 'decide', days: 1 },
        })
        const { token } = made.json<{ token: string }>()
        // Of tokens no token learns anything, and none answers for its maker: 403.
        const concerns = (path: string) => /\{(org|id)\}/.test(path) && !/\/(tokens|me)\//.test(path)
        return unchanged(cast, await overApi(cast, { bearer: token }, OUTSIDE, cast.home, concerns))
      },
    },
    {
      name: 'a member of the first organisation, every operation, page and form',
      try: async (cast) => {
        const caller = await cast.as(CAST.member)
        return unchanged(cast, [
          ...(await overApi(cast, caller, MEMBER)),
          ...(await overPages(cast, caller, MEMBER)),
        ])
      },
    },
    {
      name: 'nobody, every operation, page and form',
      try: async (cast) =>
        unchanged(cast, [...(await overApi(cast, null, NOBODY)), ...(await overPages(cast, null, NOBODY))]),
    },
    { name: 'the list of organisations tells none of another', try: listsOnlyOwn },
    { name: 'a served and an unknown organisation get the same answer', try: sameAnswers },
  ],
}

const OUTSIDE = [404, 405]
/** Whoever holds something there learns that changing is for owners. */
const MEMBER = [403, 404, 405]
/** A page leads to the sign-in. */
const NOBODY = [303, 401, 403, 404, 405]

async function overApi(
  cast: Cast,
  caller: Caller | null,
  allowed: readonly number[],
  target: Organization = cast.home,
  concerns: (path: string) => boolean = (path) => /\{(org|id)\}/.test(path),
): Promise<string[]> {
  const wrong: string[] = []
  for (const { method, path } of (await operations(cast)).filter((each) => concerns(each.path))) {
    const body = ['get', 'delete'].includes(method) ? {} : { body: BODIES[path] ?? {} }
    const ids = path.includes('/reviews/')
      ? [target.review]
      : path.includes('/audits/')
        ? [target.audit]
        : proposalIds(target)
    for (const id of ids) {
      const filled = path
        .replace('{org}', target.login)
        .replace('{id}', id)
        .replace('{login}', target.owner)
        .replace('{name}', 'lichen')
        .replace(/\{\w+\}/g, '1')
      const answer = await cast.ask(caller, method.toUpperCase(), filled, body)
      wrong.push(...complaint(cast, `${method.toUpperCase()} ${filled}`, answer, allowed))
    }
  }
  return wrong
}

async function overPages(
  cast: Cast,
  caller: Caller | null,
  allowed: readonly number[],
  target: Organization = cast.home,
  concerns: (path: string) => boolean = () => true,
): Promise<string[]> {
  const wrong: string[] = []
  const filled = (path: string) =>
    `/orgs/${target.login}${path}`
      .replace('{login}', target.owner)
      .replace('{review}', target.review)
      .replace('{audit}', target.audit)
      .replace('{proposal}', target.proposals[0]?.id ?? '')
  for (const page of PAGES.filter(concerns)) {
    const answer = await cast.ask(caller, 'GET', filled(page))
    wrong.push(...complaint(cast, `GET ${filled(page)}`, answer, allowed))
  }
  const fields = { decision: 'revoke', reason: 'x', proposal: target.proposals[0]?.id ?? '', version: '1' }
  for (const form of FORMS.filter(concerns)) {
    const path = filled(form)
    const answer =
      caller === null
        ? await cast.ask(null, 'POST', path, { body: new URLSearchParams(fields) })
        : await cast.form(caller, path, fields)
    wrong.push(...complaint(cast, `POST ${path}`, answer, allowed))
  }
  return wrong
}

function complaint(
  cast: Cast,
  request: string,
  { status, text }: Answer,
  allowed: readonly number[],
): string[] {
  if (!allowed.includes(status)) return [`${request} was answered ${status}, not ${allowed.join(' or ')}`]
  // Of what it holds an answer must tell nothing; the login itself was in the request.
  return cast.home.proposals
    .flatMap(({ subject }) => subject.login ?? [])
    .filter((login) => text.includes(login) && !request.includes(login))
    .map((login) => `the answer to ${request} names ${login}`)
}

/** The attempts must leave no entry in the first organisation's history. */
async function unchanged(cast: Cast, wrong: readonly string[]) {
  const entries = await cast.rows<{ actor: string }>(
    `select json_extract(text, '$.actor') as actor from history_texts where org_id = ?1`,
    cast.home.id,
  )
  const foreign = [CAST.foreignOwner, CAST.foreignMember, CAST.stranger, CAST.member]
  const by = entries.filter(({ actor }) => foreign.some((login) => actor?.includes(`"${login}"`)))
  return heldUnless([
    ...wrong,
    ...by.map(({ actor }) => `the history of ${cast.home.login} has an entry of ${actor}`),
  ])
}

async function listsOnlyOwn(cast: Cast) {
  const wrong: string[] = []
  for (const [login, own] of [
    [CAST.foreignOwner, [cast.foreign.login]],
    [CAST.foreignMember, []],
    [CAST.member, []],
    [CAST.stranger, []],
  ] as const) {
    const answer = await cast.ask(await cast.as(login), 'GET', '/api/orgs')
    const seen = answer.json<{ items: { login: string }[] }>().items.map((item) => item.login)
    if (seen.join() !== own.join()) wrong.push(`GET /api/orgs as ${login} lists ${seen.join(', ') || 'none'}`)
  }
  return heldUnless(wrong)
}

async function sameAnswers(cast: Cast) {
  const wrong: string[] = []
  const unknown = 'no-such-lab'
  for (const caller of [await cast.as(CAST.stranger), await cast.as(CAST.foreignOwner)])
    for (const path of [
      `/api/orgs/ORG`,
      `/api/orgs/ORG/accounts`,
      `/orgs/ORG`,
      `/orgs/ORG/history`,
      '/ORG',
      '/badge/ORG.json',
    ]) {
      const [served, other] = [
        await cast.ask(caller, 'GET', path.replace('ORG', cast.home.login)),
        await cast.ask(caller, 'GET', path.replace('ORG', unknown)),
      ]
      const plain = (answer: Answer, login: string) =>
        `${answer.status} ${answer.text.replaceAll(login, 'ORG')}`
      if (plain(served, cast.home.login) !== plain(other, unknown))
        wrong.push(
          `${path}: ${served.status} where it is served, ${other.status} where it is unknown, or another text`,
        )
    }
  return heldUnless(wrong)
}

/** Every operation in the Worker's own description of its API. */
async function operations(cast: Cast): Promise<Operation[]> {
  const answer = await cast.ask(null, 'GET', '/api/openapi.json')
  const { paths } = answer.json<{ paths: Record<string, Record<string, unknown>> }>()
  return Object.entries(paths)
    .filter(([path]) => !path.startsWith('/api/public'))
    .flatMap(([path, of]) =>
      Object.keys(of)
        .filter((method) => METHODS.includes(method))
        .map((method) => ({ method, path })),
    )
}

/** A few of each power. */
function proposalIds({ proposals }: Organization): string[] {
  const [privileged] = proposals.filter(({ risk }) => risk.privileged)
  const [usual] = proposals.filter(({ risk }) => !risk.privileged)
  return [privileged?.id ?? 'x', usual?.id ?? 'x']
}
