/** `/join`: how the owners of an organisation have it served here; the same for everybody. */

import { Hono } from 'hono'
import { installAppUrl } from '../../../policy/words/addresses.ts'
import { findOwnApp } from '../../../register/audits/setup-progress.ts'
import { canSignIn } from '../../access/sign-in.tsx'
import type { Visit, Web } from '../../access/visit.ts'
import { render } from '../../parts/layout.tsx'
import { JOIN_PATH, SETUP_PATH } from '../../parts/page-addresses.ts'
import { publicCache } from '../../parts/public-cache.ts'
import { NeededPermissions } from './permissions-panel.tsx'

export const joinPage = new Hono<Web>().get(JOIN_PATH, async (c) => {
  const { register, deployment } = c.var.platform
  const app = await findOwnApp(register)
  // Until the first audit the App is not known; whoever sets the site up looks again and again.
  if (app !== null && canSignIn(c)) publicCache(c)
  return await render(
    c,
    { title: 'Have your organisation looked after', everybody: true },
    <>
      <div class="head">
        <div>
          <h1>Have your organisation looked after</h1>
          <p class="lead">
            Who can change your code, and do they still need to? Your owners are asked once a quarter; without
            a decision of theirs nothing is taken from anybody.
          </p>
        </div>
      </div>
      {!canSignIn(c) && (
        <p class="notice">
          Nobody can sign in here yet: <a href={SETUP_PATH}>what is missing</a>.
        </p>
      )}
      <div class="cols">
        <section class="panel c6">
          <header>
            <h2>In four steps</h2>
          </header>
          <div class="pad">
            <ol>
              <li>{firstStep(c, app)}</li>
              <li>
                Within the hour the first audit begins. It takes minutes, or hours where there is much to
                read.
              </li>
              <li>
                {canSignIn(c) ? <a href="/sign-in">Sign in with GitHub</a> : 'Sign in with GitHub'} as an
                owner: you see who holds what, when it was last used, and what could not be read.
              </li>
              <li>
                Say what you know of your people, and open the first review; it opens by itself two weeks
                after the first complete audit.
              </li>
            </ol>
          </div>
          <footer>
            To leave, uninstall the App. What is kept of your organisation is deleted{' '}
            {deployment.keeping.uninstalledDays} days later.
          </footer>
        </section>
        <NeededPermissions isToken={deployment.authority.kind === 'token'} />
      </div>
    </>,
  )
})

/** `app`: the name of the App in its address at GitHub; null where no audit has told it. */
function firstStep(c: Visit, app: string | null) {
  const { authority, organizations, webUrl } = c.var.platform.deployment
  if (authority.kind === 'token')
    return 'Ask whoever runs this site: it reads with a token of theirs, and they name the organisations that it serves.'
  const install =
    app === null ? (
      'Ask whoever runs this site for the link of its GitHub App, and install it'
    ) : (
      <a href={installAppUrl(webUrl, app)}>Install the App {app}</a>
    )
  return (
    <>
      {organizations !== null &&
        'Ask whoever runs this site to name your organisation: it serves only those that they have named. Then: '}
      {install} on all repositories of your organisation. With some of them people would look inactive who are
      not.
    </>
  )
}
