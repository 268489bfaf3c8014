/** Another site's page in an owner's browser: forms and fetches with the owner's cookie. */
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import { formTokenIn } from '../request.ts'

/** What a browser sends along from a page of another site, an opaque one, or a sibling of the same domain. */
const FOREIGN: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  { origin: 'null', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' },
]
const CONTENT_TYPES = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
  'application/json',
  '',
]

export const csrf: AttackClass = {
  name: 'csrf',
  stage: {},
  attempts: [
    { name: 'a form of another site, with the right form token', try: (cast) => foreignForms(cast) },
    { name: 'a fetch of another site to every write of the API', try: (cast) => foreignFetches(cast) },
    { name: 'a form without its token, with an empty or made-up one', try: wrongTokens },
    { name: "a form with another session's token", try: strangersToken },
    { name: 'a write by GET', try: writesByGet },
    { name: 'a method in a header or in a field', try: overriddenMethod },
    { name: 'an answer that another site may read', try: noCors },
  ],
}

const settings = `/orgs/${CAST.home}/settings`

async function foreignForms(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const token = formTokenIn((await cast.ask(owner, 'GET', '/me')).text)
  const wrong: string[] = []
  for (const path of [`${settings}/pause`, '/me/tokens', `/orgs/${CAST.home}/audits`, '/sign-out'])
    for (const headers of FOREIGN) {
      const body = new URLSearchParams({ token, name: 'x', days: '1' })
      const { status } = await cast.ask(owner, 'POST', path, { headers, body })
      if (status !== 403)
        wrong.push(`POST ${path} from ${JSON.stringify(headers)} was answered ${status}, not 403`)
    }
  return heldUnless([...wrong, ...(await changes(cast))])
}

async function foreignFetches(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  const [proposal] = cast.home.proposals
  for (const [method, path, body] of [
    ['PUT', `/api/orgs/${CAST.home}/settings`, '{"noticeDays":0,"confirmNoNotice":true}'],
    ['PUT', `/api/orgs/${CAST.home}/pause`, '{"paused":true}'],
    ['POST', `/api/orgs/${CAST.home}/audits`, ''],
    ['POST', `/api/proposals/${proposal?.id}/decisions`, '{"decision":"revoke","reason":"x"}'],
    ['POST', '/api/tokens', '{"name":"x"}'],
    ['POST', '/api/me/answers', `{"proposal":"${proposal?.id}","answer":"step_down"}`],
    ['PUT', '/api/me/leave', '{"until":"2027-01-01"}'],
    ['POST', `/api/proposals/${proposal?.id}/answers`, '{"answer":"wrong","toldBy":"x"}'],
  ] as const)
    for (const headers of FOREIGN)
      for (const type of CONTENT_TYPES) {
        const sent = { ...headers, 'content-type': type }
        const { status } = await cast.ask(owner, method, path, { headers: sent, body })
        if (status !== 403)
          wrong.push(`${method} ${path} from ${JSON.stringify(sent)} was answered ${status}, not 403`)
      }
  return heldUnless([...wrong, ...(await changes(cast))])
}

async function wrongTokens(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  for (const token of ['', 'x', 'A'.repeat(43)]) {
    const { status } = await cast.form(owner, `${settings}/pause`, { token })
    if (status !== 403) wrong.push(`the token ${JSON.stringify(token)} was answered ${status}, not 403`)
  }
  const { status } = await cast.ask(owner, 'POST', `${settings}/pause`, { body: new URLSearchParams() })
  if (status !== 403) wrong.push(`no token was answered ${status}, not 403`)
  return heldUnless([...wrong, ...(await changes(cast))])
}

async function strangersToken(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  for (const other of [await cast.as(CAST.stranger), await cast.signedInNow(CAST.owner)]) {
    const token = formTokenIn((await cast.ask(other, 'GET', '/me')).text)
    const { status } = await cast.form(owner, `${settings}/pause`, { token })
    if (status !== 403) wrong.push(`another session's token was answered ${status}, not 403`)
  }
  return heldUnless([...wrong, ...(await changes(cast))])
}

async function writesByGet(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const [proposal] = cast.home.proposals
  for (const path of [
    `${settings}/pause`,
    `/orgs/${CAST.home}/reviews/${cast.home.review}/carry-over`,
    `/orgs/${CAST.home}/reviews/${cast.home.review}/decisions?answer.${proposal?.id}=revoke&reason=x`,
    '/me/tokens?name=x&days=1',
    '/sign-out',
  ])
    for (const method of ['GET', 'HEAD', 'OPTIONS']) await cast.ask(owner, method, path)
  const still = await cast.ask(owner, 'GET', '/me')
  return heldUnless([
    ...(still.status === 200 ? [] : ['a GET of /sign-out ended the session']),
    ...(await changes(cast)),
  ])
}

async function overriddenMethod(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const headers = { 'x-http-method-override': 'PUT', 'x-http-method': 'PUT', 'x-method-override': 'PUT' }
  await cast.ask(owner, 'GET', `/api/orgs/${CAST.home}/pause?_method=PUT`, { headers })
  await cast.ask(owner, 'POST', `/api/orgs/${CAST.home}/pause?_method=PUT`, {
    headers,
    body: { paused: true },
  })
  return heldUnless(await changes(cast))
}

async function noCors(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  for (const path of [`/api/orgs/${CAST.home}/accounts`, '/me', '/api/orgs'])
    for (const method of ['GET', 'OPTIONS']) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'PUT' }
      const answer = await cast.ask(owner, method, path, { headers })
      const opened = answer.headers.get('access-control-allow-origin')
      if (opened !== null) wrong.push(`${method} ${path} allows ${opened}`)
    }
  return heldUnless(wrong)
}

/** What the attempts so far have changed: nothing of it may be there. */
async function changes(cast: Cast): Promise<string[]> {
  const counts: Readonly<Record<string, string>> = {
    'an organisation was paused': 'select count(*) as n from organizations where paused_at is not null',
    'a token was made': 'select count(*) as n from api_tokens',
    'a decision was recorded': 'select count(*) as n from decisions',
    'the rules were changed':
      'select count(*) as n from organizations where coalesce(current_rules, rules) like \'%"noticeDays":0%\'',
    'an audit was begun': `select count(*) as n from audits where rowid > (select max(rowid) from audits where id in ('${cast.home.audit}', '${cast.foreign.audit}'))`,
  }
  const wrong: string[] = []
  for (const [sentence, sql] of Object.entries(counts)) {
    const [row] = await cast.rows<{ n: number }>(sql)
    if ((row?.n ?? 0) > 0) wrong.push(sentence)
  }
  return wrong
}
