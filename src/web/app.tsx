/** Assembles the web app: headers, caller, webhook, API, sign-in and pages. */

import { Hono, type Next } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type Bindings, clockOf, openPlatform, type Platform } from '../platform.ts'
import { Refusal } from '../policy/refusal.ts'
import { formTokenOf } from './access/caller.ts'
import { headers } from './access/headers.ts'
import { refuseNetwork } from './access/public-address.ts'
import { callerWithinLimit, limitByAddress } from './access/rate-limit.ts'
import { robots } from './access/robots.ts'
import { sameSite } from './access/same-site.ts'
import { signIn } from './access/sign-in.tsx'
import { type Caller, onlyReads, type Visit, type Web } from './access/visit.ts'
import { api } from './api.ts'
import { auditLogPage } from './audit-log/audit-log-page.tsx'
import { EXPORT_PATHS, MAX_EXPORT_BYTES } from './audit-log/hand-in.ts'
import { auditPage } from './pages/audits/audit-page.tsx'
import { auditsPage } from './pages/audits/audits-page.tsx'
import { credentialsPage } from './pages/credentials-page.tsx'
import { historyPage } from './pages/history/history-page.tsx'
import { homePage } from './pages/home/home-page.tsx'
import { meForms } from './pages/me/me-forms.ts'
import { mePages } from './pages/me/me-page.tsx'
import { overviewPage } from './pages/overview/overview-page.tsx'
import { calendarPages } from './pages/people/calendar/calendar-page.tsx'
import { noticesPages } from './pages/people/notices/notices-page.tsx'
import { commentForm } from './pages/people/shared-review/comment-form.tsx'
import { seenForm } from './pages/people/unseen/unseen-decisions.tsx'
import { whatYouKnowPage } from './pages/people/what-you-know/what-you-know-page.tsx'
import { accountsPages } from './pages/person/accounts-page.tsx'
import { publicPages, publicPreview } from './pages/public/public-pages.tsx'
import { reportPage } from './pages/report/report-page.tsx'
import { repositoriesPages } from './pages/repositories/repositories-page.tsx'
import { reviewsPage } from './pages/reviews-page.tsx'
import { settingsPages } from './pages/settings/settings-page.tsx'
import { isOfMissingTable } from './pages/setup/database-not-ready.ts'
import { joinPage } from './pages/setup/join-page.tsx'
import { setupBeforeOpening, setupPage } from './pages/setup/setup-page.tsx'
import { SETUP_PATH } from './parts/page-addresses.ts'
import { answerError } from './refusals.tsx'
import { askAboutGrantForm } from './review/ask-about-grant.tsx'
import { giveBackForm } from './review/done/give-back-form.tsx'
import { offboardingForm } from './review/done/tick-list.tsx'
import { queueForms } from './review/queue/queue-forms.tsx'
import { reviewPage } from './review/review-page.tsx'
import { toldForm } from './review/rows/person-forms.tsx'
import { answerForms } from './review/saving/save-answers.tsx'
import { STYLE, STYLE_PATH } from './style/sheet.ts'
import { webhook } from './webhook.ts'

/** The largest body of a form or an API request, in bytes; the longest rules are a fifth of it. */
const MAX_BODY_BYTES = 1024 * 1024

const NOBODY: Caller = { kind: 'nobody' }

/** The web app; `open` makes the platform, once for each request. */
export function webOver(open: (env: Bindings) => Platform): Hono<Web> {
  const web = new Hono<Web>()
  web.onError(answerError)
  web.notFound(
    (c) => toPageWithoutSlash(c) ?? answerError(new Refusal('not_found', 'There is no such page here.'), c),
  )
  web.use(headers)
  // Deployed, Cloudflare answers this and /api/openapi.json from public/ before the Worker; `npm start` and the tests have no assets.
  // Before the settings are read, because the page about a wrong setting needs it, too.
  web.get(STYLE_PATH.replace(/\?.*/, ''), (c) =>
    c.body(STYLE, 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    }),
  )
  web.use((c, next) => openSite(c, next, open))
  // Before the check of cookies: a webhook is authenticated by its signature.
  web.use('/webhooks/*', async (c, next) => {
    await limitByAddress(c, 'webhook')
    await next()
  })
  web.route('/', webhook)
  web.use((c, next) => (EXPORT_PATHS.test(c.req.path) ? exportLimit : usualLimit)(c, next))
  web.use(sameSite)
  web.use(setCaller)
  for (const part of PARTS) web.route('/', part)
  return web
}

/** Everything that answers requests behind the check of the caller, in the order in which paths are tried. */
const PARTS = [
  api,
  signIn,
  homePage,
  mePages,
  meForms,
  calendarPages,
  robots,
  // The pages of one organisation.
  overviewPage,
  seenForm,
  accountsPages,
  repositoriesPages,
  credentialsPage,
  reviewsPage,
  whatYouKnowPage,
  reportPage,
  reviewPage,
  noticesPages,
  answerForms,
  commentForm,
  queueForms,
  giveBackForm,
  offboardingForm,
  askAboutGrantForm,
  toldForm,
  auditPage,
  auditsPage,
  auditLogPage,
  historyPage,
  publicPreview,
  settingsPages,
  setupPage,
  joinPage,
  // Last, because the path /:org would also catch /me and the like.
  publicPages,
]

/** Makes the platform of this request. Where a wrong setting or a foreign network keeps the site closed, `/setup` alone is shown. */
async function openSite(c: Visit, next: Next, open: (env: Bindings) => Platform) {
  c.set('caller', NOBODY)
  c.set('formToken', '')
  c.set('isOpen', false)
  try {
    c.set('platform', open(c.env))
    refuseNetwork(c)
  } catch (error) {
    if (c.req.path !== SETUP_PATH || !(error instanceof Refusal)) throw error
    return await setupBeforeOpening(c)
  }
  c.set('isOpen', true)
  return await next()
}

/** Finds out who sends the request, within their limit, and the token that their forms must carry. */
async function setCaller(c: Visit, next: Next) {
  const caller = await callerWithinLimit(c).catch((error: unknown) => {
    // In a database without its tables no session can be found. `/setup` is shown all the same, and says what is missing.
    if (c.req.path === SETUP_PATH && error instanceof Error && isOfMissingTable(error)) return NOBODY
    throw error
  })
  c.set('caller', caller)
  c.set('formToken', await formTokenOf(c, caller))
  await next()
}

const usualLimit = bodyLimit({ maxSize: MAX_BODY_BYTES, onError: () => refuseLarge('1 MiB') })
const exportLimit = bodyLimit({ maxSize: MAX_EXPORT_BYTES, onError: () => refuseLarge('10 MiB') })

/** A page's address with a slash too many leads to the page; never to another site, as //example.org/ would. */
function toPageWithoutSlash(c: Visit): Response | null {
  const { pathname, search } = new URL(c.req.url)
  if (!onlyReads(c) || !pathname.endsWith('/') || pathname.startsWith('/api/')) return null
  return c.redirect(`/${pathname.split('/').filter(Boolean).join('/')}${search}`, 301)
}

function refuseLarge(limit: string): never {
  throw new Refusal('too_large', `What was sent is larger than ${limit}. Nothing was changed.`)
}

export const app = webOver((env) => openPlatform(env, clockOf(env)))
