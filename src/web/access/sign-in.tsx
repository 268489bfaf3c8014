/** Signing in with GitHub and out again. GitHub's token is used for one question, "who is this?", and never kept. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import { endSession, openSession, useState } from '../../register/sign-in.ts'
import { fieldsOf } from '../form.ts'
import { Form } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { dropCookie, readCookie, writeCookie } from './cookies.ts'
import { challengeOf, hashOf, randomSecret, signatureOf } from './secrets.ts'
import { begunBy, stateFor } from './sign-in-state.ts'
import { realNow, realNowPlus, type Visit, type Web } from './visit.ts'

/** How long GitHub's page may stay open, and how long a session lasts, in minutes of real time. */
const STATE_MINUTES = 10
const SESSION_MINUTES = 12 * 60

export const signIn = new Hono<Web>()
  .get('/sign-in', (c) => {
    const to = ownPath(c.req.query('to'))
    if (c.var.caller.kind === 'person') return c.redirect(to, 303)
    return render(
      c,
      { title: 'Sign in', robots: false },
      <SignInPage to={to} open={c.var.platform.oauth !== null} />,
    )
  })
  .on(['GET', 'POST'], '/sign-in/start', async (c) => {
    const sent = c.req.method === 'POST' ? (await fieldsOf(c)).to : c.req.query('to')
    return c.redirect(await begin(c, ownPath(sent)), 303)
  })
  .get('/sign-in/callback', async (c) => c.redirect(await finish(c), 303))
  .post('/sign-out', async (c) => {
    const { caller } = c.var
    if (caller.kind === 'person' && caller.by.kind === 'session') {
      await endSession(c.var.platform.register, caller.by.idHash)
    }
    dropCookie(c, 'session')
    return c.redirect('/', 303)
  })

function SignInPage({ to, open }: { to: string; open: boolean }) {
  return (
    <>
      <h1>Sign in</h1>
      {open ? (
        <>
          <p>
            GitHub tells us who you are, and nothing else: no scope is asked for, and its token is thrown away
            after that one question. What you may see follows from what you are in each organisation.
          </p>
          <Form action="/sign-in/start">
            <input type="hidden" name="to" value={to} />
            <button type="submit" class="primary">
              Sign in with GitHub
            </button>
          </Form>
        </>
      ) : (
        <p>
          Signing in is not set up here. Whoever runs this site sets GITHUB_APP_CLIENT_ID,
          GITHUB_APP_CLIENT_SECRET and SESSION_SECRET.
        </p>
      )}
    </>
  )
}

/** Where GitHub asks the person; state and PKCE's verifier are derived from secrets, so that a beginning writes nothing. */
async function begin(c: Visit, returnTo: string): Promise<string> {
  const { oauth, secret, redirectUri } = setUp(c)
  const browser = randomSecret()
  const state = await stateFor(secret, browser, { returnTo, expiresAt: realNowPlus(STATE_MINUTES) })
  writeCookie(c, 'browser', browser, STATE_MINUTES * 60)
  const challenge = await challengeOf(await signatureOf(secret, `pkce:${state}`))
  return oauth.authorizeUrl({ state, challenge, redirectUri })
}

/** Learns who it is, uses the state up, opens a fresh session. Answers where to go on. */
async function finish(c: Visit): Promise<string> {
  const { oauth, secret, redirectUri } = setUp(c)
  const { register } = c.var.platform
  const state = c.req.query('state') ?? ''
  const begun = await begunBy(secret, readCookie(c, 'browser') ?? '', state)
  dropCookie(c, 'browser')
  const code = c.req.query('code')
  if (begun === null || begun.expiresAt <= realNow() || code === undefined) throw notBegunHere()
  const verifier = await signatureOf(secret, `pkce:${state}`)
  const person = await oauth.personFor({ code, verifier, redirectUri }).catch(refuseUnconfirmed)
  const used = { stateHash: await hashOf(state), expiresAt: begun.expiresAt }
  if (!(await useState(register, used, realNow()))) throw notBegunHere()
  const { caller } = c.var
  if (caller.kind === 'person' && caller.by.kind === 'session') await endSession(register, caller.by.idHash)
  const session = randomSecret()
  await openSession(
    register,
    { idHash: await hashOf(session), person, expiresAt: realNowPlus(SESSION_MINUTES) },
    realNow(),
  )
  writeCookie(c, 'session', session, SESSION_MINUTES * 60)
  return begun.returnTo
}

function notBegunHere(): Refusal {
  return new Refusal(
    'forbidden',
    'This sign-in was not begun in this browser, has been used already, took more than ten minutes, or was declined. Nobody was signed in. Begin again on the page /sign-in.',
  )
}

/** GitHub answered and vouches for nobody: the code is made up, spent, or another browser's. The rest stays what it is. */
function refuseUnconfirmed(error: unknown): never {
  if (!(error instanceof Error) || !/^GitHub did not confirm the sign-in \(bad_/.test(error.message))
    throw error
  throw new Refusal(
    'forbidden',
    'GitHub did not confirm this sign-in. Nobody was signed in. Begin again on the page /sign-in.',
  )
}

function setUp(c: Visit) {
  const { oauth, deployment } = c.var.platform
  if (oauth === null || deployment.sessionSecret === null) {
    throw new Refusal(
      'unavailable',
      'Signing in is not set up here: GITHUB_APP_CLIENT_ID, GITHUB_APP_CLIENT_SECRET and SESSION_SECRET are needed.',
    )
  }
  return {
    oauth,
    secret: deployment.sessionSecret,
    redirectUri: new URL('/sign-in/callback', deployment.publicUrl).href,
  }
}

/** A path of this site, and nothing that a browser could take for another: else the beginning. */
function ownPath(to: unknown): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(to) || to.startsWith('/sign-'))
    return '/'
  return to
}
