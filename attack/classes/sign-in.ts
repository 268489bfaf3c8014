/** Signing in as somebody else: states, codes, redirects, sessions. */
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import type { Answer } from '../request.ts'

/** Where `to` must not lead. */
const ELSEWHERE = [
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '\\\\evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  'javascript:alert(1)',
  '/%0d%0aset-cookie:x=1',
  '/\r\nset-cookie: x=1',
  'http:evil.example',
  '/.//evil.example',
]
/** Made-up codes sent with one state: GitHub may be asked about one of them. */
const CODES = 20

export const signingIn: AttackClass = {
  name: 'sign-in',
  stage: { review: false },
  attempts: [
    { name: 'a state used twice', try: replayedState },
    { name: "another browser's state, or none of a browser's", try: strangersState },
    { name: 'a forged state', try: forgedState },
    { name: 'a made-up code', try: madeUpCode },
    { name: '20 made-up codes with one state cost one exchange', try: manyCodes },
    { name: 'an open redirect in `to`', try: openRedirect },
    { name: 'a session that was fixed before the sign-in', try: fixation },
    { name: 'a session after its sign-out', try: signedOut },
    { name: 'a sign-out by GET', try: signOutByGet },
    { name: 'a cookie that scripts or other sites can use', try: cookieFlags },
    { name: 'a guessed, empty or overlong session, and a bearer of other kinds', try: madeUpKeys },
    { name: 'a Host or forwarded host of the attacker in the redirect', try: foreignHost },
  ],
}

interface Begun {
  readonly browser: string
  readonly authorize: URL
  readonly state: string
}

async function begin(cast: Cast, to = '/me'): Promise<Begun> {
  const started = await cast.ask(null, 'GET', `/sign-in/start?to=${encodeURIComponent(to)}`)
  const authorize = new URL(started.headers.get('location') ?? 'http://127.0.0.1/')
  return {
    browser: cookieIn(started, 'browser'),
    authorize,
    state: authorize.searchParams.get('state') ?? '',
  }
}

/** The path with which GitHub sends somebody back. */
async function back(login: string, { authorize }: Begun): Promise<string> {
  const body = new URLSearchParams([...authorize.searchParams, ['login', login]])
  const picked = await fetch(new URL(authorize.pathname, authorize), {
    method: 'POST',
    body,
    redirect: 'manual',
  })
  const { pathname, search } = new URL(picked.headers.get('location') ?? 'http://127.0.0.1/')
  return pathname + search
}

async function replayedState(cast: Cast) {
  const begun = await begin(cast)
  const first = await cast.ask({ cookie: begun.browser }, 'GET', await back(CAST.owner, begun))
  const again = await cast.ask({ cookie: begun.browser }, 'GET', await back(CAST.owner, begun))
  return heldUnless([
    ...(cookieIn(first, 'session') === '' ? ['the first sign-in did not work, so nothing was shown'] : []),
    ...notIn(again, 'the same state a second time'),
  ])
}

async function strangersState(cast: Cast) {
  const [mine, theirs] = [await begin(cast), await begin(cast)]
  const path = await back(CAST.stranger, mine)
  return heldUnless([
    ...notIn(await cast.ask({ cookie: theirs.browser }, 'GET', path), 'a state in another browser'),
    ...notIn(await cast.ask(null, 'GET', path), 'a state in a browser without the cookie'),
  ])
}

async function forgedState(cast: Cast) {
  const begun = await begin(cast)
  const path = await back(CAST.owner, begun)
  const [payload = '', signature = ''] = begun.state.split('.')
  const elsewhere = Buffer.from(
    JSON.stringify({ returnTo: 'https://evil.example', expiresAt: '2099-01-01T00:00:00.000Z' }),
  )
  const wrong: string[] = []
  for (const state of [
    `${elsewhere.toString('base64url')}.${signature}`,
    `${payload}.`,
    `${payload}.${'A'.repeat(signature.length)}`,
    payload,
    '',
    '.',
    'x.y.z',
  ]) {
    const url = new URL(path, 'http://127.0.0.1')
    url.searchParams.set('state', state)
    wrong.push(
      ...notIn(
        await cast.ask({ cookie: begun.browser }, 'GET', url.pathname + url.search),
        `the state ${state}`,
      ),
    )
  }
  return heldUnless(wrong)
}

async function madeUpCode(cast: Cast) {
  const begun = await begin(cast)
  const wrong: string[] = []
  for (const code of ['x', '', 'a'.repeat(10_000), '%00', '&client_id=y'].map(encodeURIComponent)) {
    const path = `/sign-in/callback?code=${code}&state=${begun.state}`
    wrong.push(
      ...notIn(await cast.ask({ cookie: begun.browser }, 'GET', path), `the code ${code.slice(0, 20)}`),
    )
  }
  return heldUnless(wrong)
}

async function manyCodes(cast: Cast) {
  const begun = await begin(cast)
  const exchanges = async () => (await cast.outgoing())['/login/oauth/access_token'] ?? 0
  const before = await exchanges()
  const answers = await Promise.all(
    Array.from({ length: CODES }, (_, i) =>
      cast.ask({ cookie: begun.browser }, 'GET', `/sign-in/callback?code=made-up-${i}&state=${begun.state}`),
    ),
  )
  const cost = (await exchanges()) - before
  return heldUnless([
    ...answers.flatMap((answer) => notIn(answer, 'a made-up code')),
    ...(cost <= 1
      ? []
      : [`${CODES} callbacks with made-up codes and one state cost ${cost} exchanges with GitHub, not 1`]),
  ])
}

async function openRedirect(cast: Cast) {
  const wrong: string[] = []
  const { origin } = cast.whole().worker.url
  for (const to of ELSEWHERE) {
    const begun = await begin(cast, to)
    const ended = await cast.ask({ cookie: begun.browser }, 'GET', await back(CAST.stranger, begun))
    const location = new URL(ended.headers.get('location') ?? '/', origin)
    if (location.origin !== origin) wrong.push(`to=${JSON.stringify(to)} leads to ${location.href}`)
    if (ended.headers.getSetCookie().some((cookie) => cookie.startsWith('x=')))
      wrong.push(`to=${to} set a cookie`)
    const page = await cast.ask(await cast.as(CAST.stranger), 'GET', `/sign-in?to=${encodeURIComponent(to)}`)
    const onward = new URL(page.headers.get('location') ?? '/', origin)
    if (onward.origin !== origin)
      wrong.push(`/sign-in?to=${JSON.stringify(to)}, signed in, leads to ${onward.href}`)
  }
  return heldUnless(wrong)
}

async function fixation(cast: Cast) {
  const fixed = 'chatelaine-session=fixed-by-the-attacker'
  const begun = await begin(cast)
  const ended = await cast.ask({ cookie: `${begun.browser}; ${fixed}` }, 'GET', await back(CAST.owner, begun))
  const session = cookieIn(ended, 'session')
  const before = (await cast.signedInNow(CAST.owner)) as { cookie: string }
  const next = await begin(cast)
  const again = await cast.ask(
    { cookie: `${next.browser}; ${before.cookie}` },
    'GET',
    await back(CAST.owner, next),
  )
  const old = await cast.ask(before, 'GET', '/me')
  return heldUnless([
    ...(session === '' || session === fixed ? ['the sign-in kept the session that was there before'] : []),
    ...((await cast.ask({ cookie: fixed }, 'GET', '/me')).status === 200
      ? ['the fixed session is signed in']
      : []),
    ...(cookieIn(again, 'session') === before.cookie ? ['a second sign-in gave the same session'] : []),
    ...(old.status === 200 ? ['the session before a second sign-in in the same browser still works'] : []),
  ])
}

async function signedOut(cast: Cast) {
  const caller = await cast.signedInNow(CAST.owner)
  const { status } = await cast.form(caller, '/sign-out', {})
  const after = await cast.ask(caller, 'GET', `/api/orgs/${CAST.home}`)
  return heldUnless([
    ...(status === 303 ? [] : [`the sign-out was answered ${status}`]),
    ...(after.status === 401
      ? []
      : [`the cookie of a session that was signed out was answered ${after.status}, not 401`]),
  ])
}

async function signOutByGet(cast: Cast) {
  const caller = await cast.signedInNow(CAST.owner)
  for (const method of ['GET', 'HEAD']) await cast.ask(caller, method, '/sign-out')
  const { status } = await cast.ask(caller, 'GET', '/me')
  return heldUnless(status === 200 ? [] : ['a GET signed out'])
}

async function cookieFlags(cast: Cast) {
  const begun = await begin(cast)
  const ended = await cast.ask({ cookie: begun.browser }, 'GET', await back(CAST.owner, begun))
  const cookies = ended.headers.getSetCookie().filter((cookie) => cookie.includes('session='))
  const loose = cookies.filter(
    (cookie) =>
      !/httponly/i.test(cookie) || !/samesite=lax|samesite=strict/i.test(cookie) || /domain=/i.test(cookie),
  )
  return heldUnless(loose.map((cookie) => cookie.replace(/=[^;]*/, '=…')))
}

async function madeUpKeys(cast: Cast) {
  const wrong: string[] = []
  const path = `/api/orgs/${CAST.home}`
  for (const value of ['', 'x', '0', 'null', 'a'.repeat(5000), "' or 1=1 --"]) {
    const { status } = await cast.ask(
      { cookie: `chatelaine-session=${encodeURIComponent(value)}` },
      'GET',
      path,
    )
    if (status !== 401) wrong.push(`the session ${value.slice(0, 20)} was answered ${status}, not 401`)
  }
  const hashes = await cast.rows<{ id_hash: string }>('select id_hash from sessions')
  for (const { id_hash } of hashes.slice(0, 1)) {
    const { status } = await cast.ask({ cookie: `chatelaine-session=${id_hash}` }, 'GET', path)
    if (status !== 401) wrong.push(`the hash of a session, as it is stored, was answered ${status}, not 401`)
  }
  for (const authorization of [
    'Basic eDp5',
    'Bearer',
    'Bearer ',
    'Bearer undefined',
    'Bearer null',
    'bearer x',
    'Bearer a b',
  ])
    for (const key of [null, await cast.as(CAST.owner)]) {
      const { status } = await cast.ask(key, 'GET', path, { headers: { authorization } })
      if (status !== 401)
        wrong.push(`the header "Authorization: ${authorization}" was answered ${status}, not 401`)
    }
  return heldUnless(wrong)
}

async function foreignHost(cast: Cast) {
  const headers = {
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    forwarded: 'host=evil.example',
  }
  const started = await cast.ask(null, 'GET', '/sign-in/start', { headers })
  const redirect =
    new URL(started.headers.get('location') ?? 'http://x/').searchParams.get('redirect_uri') ?? ''
  return heldUnless(
    redirect.startsWith(cast.whole().worker.url.origin)
      ? []
      : [`GitHub is told to send people to ${redirect}`],
  )
}

function notIn(answer: Answer, what: string): string[] {
  return cookieIn(answer, 'session') === '' ? [] : [`${what} signed somebody in (${answer.status})`]
}

/** `name=value` of a cookie that an answer sets; '' where it sets none, or takes it away. */
function cookieIn({ headers }: Answer, name: string): string {
  const cookies = headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '')
  return cookies.find((cookie) => new RegExp(`${name}=.`).test(cookie)) ?? ''
}
