/** Signs people in with GitHub and out again; GitHub's token is used once, to learn who it is, and not stored. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import { endSession, openSession, useState } from '../../register/sign-in/sessions.ts'
import { parseFields } from '../form.ts'
import { Door } from '../parts/door.tsx'
import { Form } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { dropCookie, readCookie, writeCookie } from './cookies.ts'
import { challengeOf, hashOf, randomSecret, signatureOf } from './secrets.ts'
import { createState, readState, STATE_MINUTES } from './sign-in-state.ts'
import { realNow, realNowPlus, type Visit, type Web } from './visit.ts'

/** How long a session lasts, in minutes of real time. */
const SESSION_MINUTES = 12 * 60

export const signIn = new Hono<Web>()
  .get('/sign-in', async (c) => {
    const to = ownPath(c.req.query('to'))
    if (c.var.caller.kind === 'person' && c.req.query('again') === undefined) return c.redirect(to, 303)
    return render(c, { title: 'Sign in', robots: false }, <SignInPage to={to} isPossible={canSignIn(c)} />)
  })
  .on(['GET', 'POST'], '/sign-in/start', async (c) => {
    const sent = c.req.method === 'POST' ? (await parseFields(c)).to : c.req.query('to')
    return c.redirect(await startSignIn(c, ownPath(sent)), 303)
  })
  .get('/sign-in/callback', async (c) => c.redirect(await completeSignIn(c), 303))
  .post('/sign-out', async (c) => {
    const { caller } = c.var
    if (caller.kind === 'person' && caller.by.kind === 'session') {
      await endSession(c.var.platform.register, caller.by.idHash)
    }
    dropCookie(c, 'session')
    return c.redirect('/', 303)
  })

/** Whether the settings let people sign in. */
export function canSignIn(c: Visit): boolean {
  const { oauth, deployment } = c.var.platform
  return oauth !== null && deployment.sessionSecret !== null
}

function SignInPage({ to, isPossible }: { to: string; isPossible: boolean }) {
  return (
    <Door heading="Sign in">
      {isPossible ? (
        <>
          <p class="lead">
            Owners see their organisations; everybody else sees what is held on them, and can answer.
          </p>
          <Form action="/sign-in/start">
            <input type="hidden" name="to" value={to} />
            <button type="submit" class="primary">
              Sign in with GitHub
            </button>
          </Form>
          <p class="small soft">
            GitHub shows its own page first: it names the App of this site and says that the App verifies your
            GitHub identity. That is all that is asked for: no scope, and the token is used once to learn who
            you are, then thrown away. Where GitHub adds “Act on your behalf”, it is because the same App
            reads the organisation; nothing is done in your name. The session ends after 12 hours.
          </p>
        </>
      ) : (
        <p>
          Signing in is not set up here. Whoever runs this site sets GITHUB_APP_CLIENT_ID,
          GITHUB_APP_CLIENT_SECRET and SESSION_SECRET.
        </p>
      )}
    </Door>
  )
}

/** GitHub's authorization URL. State and PKCE verifier are derived from secrets, so that starting a sign-in writes nothing. */
async function startSignIn(c: Visit, returnTo: string): Promise<string> {
  const { oauth, secret, redirectUri } = signInSettings(c)
  const browser = randomSecret()
  const state = await createState(secret, browser, { returnTo, expiresAt: realNowPlus(STATE_MINUTES) })
  writeCookie(c, 'browser', browser, STATE_MINUTES * 60)
  const challenge = await challengeOf(await signatureOf(secret, `pkce:${state}`))
  return oauth.authorizeUrl({ state, challenge, redirectUri })
}

/** Uses up the state, then learns who it is: one exchange a state. Opens a new session. Returns the path to go to. */
async function completeSignIn(c: Visit): Promise<string> {
  const { oauth, secret, redirectUri } = signInSettings(c)
  const { register } = c.var.platform
  const state = c.req.query('state') ?? ''
  const started = await readState(secret, readCookie(c, 'browser') ?? '', state)
  dropCookie(c, 'browser')
  const code = c.req.query('code')
  if (started === null || started.expiresAt <= realNow() || code === undefined) throw invalidState()
  const verifier = await signatureOf(secret, `pkce:${state}`)
  const used = { stateHash: await hashOf(state), expiresAt: started.expiresAt }
  if (!(await useState(register, used, realNow()))) throw invalidState()
  const person = await oauth.personFor({ code, verifier, redirectUri }).catch(refuseUnconfirmed)
  const { caller } = c.var
  if (caller.kind === 'person' && caller.by.kind === 'session') await endSession(register, caller.by.idHash)
  const session = randomSecret()
  await openSession(
    register,
    { idHash: await hashOf(session), person, expiresAt: realNowPlus(SESSION_MINUTES) },
    realNow(),
  )
  writeCookie(c, 'session', session, SESSION_MINUTES * 60)
  return started.returnTo
}

function invalidState(): Refusal {
  return new Refusal(
    'forbidden',
    'This sign-in was not started in this browser, has been used already, took more than ten minutes, or was declined. Nobody was signed in. Start again on the page /sign-in.',
  )
}

/** Refuses where GitHub rejects the code: made up, already used, or another browser's. Other errors are rethrown. */
function refuseUnconfirmed(error: unknown): never {
  if (!(error instanceof Error) || !/^GitHub did not confirm the sign-in \(bad_/.test(error.message))
    throw error
  throw new Refusal(
    'forbidden',
    'GitHub did not confirm this sign-in. Nobody was signed in. Start again on the page /sign-in.',
  )
}

function signInSettings(c: Visit) {
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

/** The path where it is certainly one of this site; else the start page. */
function ownPath(to: unknown): string {
  if (typeof to !== 'string' || !/^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(to) || to.startsWith('/sign-'))
    return '/'
  return to
}
