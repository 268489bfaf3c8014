/** The web put together: headers, who calls, API, sign-in, pages. It decides nothing and removes nobody. */

import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Bindings, clockOf, type Outside, openOutside } from '../outside.ts'
import { Refusal } from '../policy/refusal.ts'
import { api } from './api.ts'
import { callerOf, formTokenOf } from './caller.ts'
import { headers } from './headers.ts'
import { accountsPages } from './pages/accounts.tsx'
import { auditPage } from './pages/audit.tsx'
import { credentialsPage } from './pages/credentials.tsx'
import { decidingPages } from './pages/deciding.tsx'
import { historyPage } from './pages/history.tsx'
import { homePage } from './pages/home.tsx'
import { mePages } from './pages/me.tsx'
import { overviewPage } from './pages/overview.tsx'
import { publicPage } from './pages/public.tsx'
import { reviewPage } from './pages/review.tsx'
import { reviewsPage } from './pages/reviews.tsx'
import { settingsPages } from './pages/settings.tsx'
import { answerError } from './refusals.tsx'
import { sameSite } from './same-site.ts'
import { signIn } from './sign-in.tsx'
import { STYLE, STYLE_PATH } from './style.ts'
import type { Web } from './visit.ts'
import { webhook } from './webhook.ts'

/** Bytes of a form or an API's body; the longest rules are a fifth of it. */
const LARGEST = 1024 * 1024

/** The web over an outside that is opened anew for each request. */
export function webOver(open: (env: Bindings) => Outside): Hono<Web> {
  const web = new Hono<Web>()
  web.onError(answerError)
  web.notFound((c) => answerError(new Refusal('not_found', 'There is no such page here.'), c))
  web.use(headers)
  web.use(async (c, next) => {
    c.set('caller', { kind: 'nobody' })
    c.set('formToken', '')
    c.set('outside', open(c.env))
    await next()
  })
  web.get(STYLE_PATH.replace(/\?.*/, ''), (c) =>
    c.body(STYLE, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  // Before anything asks for a cookie: GitHub's word is its signature.
  web.route('/', webhook)
  web.use(bodyLimit({ maxSize: LARGEST, onError: refuseLarge }))
  web.use(sameSite)
  web.use(async (c, next) => {
    c.set('caller', await callerOf(c))
    c.set('formToken', await formTokenOf(c, c.var.caller))
    await next()
  })
  const rooms = [
    overviewPage,
    accountsPages,
    credentialsPage,
    reviewsPage,
    reviewPage,
    decidingPages,
    auditPage,
    historyPage,
  ]
  for (const room of [api, signIn, homePage, mePages, ...rooms, settingsPages, publicPage])
    web.route('/', room)
  return web
}

function refuseLarge(): never {
  throw new Refusal('too_large', 'What was sent is larger than 1 MiB. Nothing was changed.')
}

export const app = webOver((env) => openOutside(env, clockOf(env)))
