/** The page of the signed-in person: their access in every organisation here, and their tokens. */

import { Hono } from 'hono'
import { Refusal } from '../../policy/refusal.ts'
import { findDossier } from '../../register/access/dossier.ts'
import { findOrganizationsHolding } from '../../register/access/holders.ts'
import { markNoticesSeen } from '../../register/people/notices.ts'
import { findTokens } from '../../register/sign-in/bearer-tokens.ts'
import { tokenMaker } from '../access/tokens.ts'
import { realNow, type Web } from '../access/visit.ts'
import { DossierSheet } from '../parts/dossier-sheet.tsx'
import { render } from '../parts/layout.tsx'
import { OwnTokens } from '../parts/token-tables.tsx'
import { tokenForms } from './token-forms.tsx'

export const mePages = new Hono<Web>()
  .get('/me', async (c) => {
    if (c.var.caller.kind === 'nobody') throw new Refusal('not_signed_in', 'Sign in to see your access.')
    const me = tokenMaker(c)
    const { register, now, deployment } = c.var.platform
    await markNoticesSeen(register, me.id, now)
    const organizations = await findOrganizationsHolding(register, me.id)
    const dossiers = await Promise.all(
      organizations.map((org) => findDossier(register, org, { id: me.id }, now).catch(refusalSentence)),
    )
    return render(
      c,
      { title: 'Your access', robots: false },
      <>
        <h1>Your access, {me.login}</h1>
        {dossiers.length === 0 && <p>No organisation that is served here has stored anything about you.</p>}
        {dossiers.map((dossier, index) => (
          <section>
            <h2>{organizations[index]?.login}</h2>
            {typeof dossier === 'string' ? (
              <p class="notice bad">{dossier}</p>
            ) : (
              <DossierSheet
                dossier={dossier}
                org={organizations[index]?.login ?? ''}
                webUrl={deployment.webUrl}
              />
            )}
          </section>
        ))}
        <OwnTokens tokens={await findTokens(register, me.id, realNow())} token={c.var.formToken} />
      </>,
    )
  })
  .route('/', tokenForms)

/** The sentence of a refusal, so that one organisation's unreadable rules do not hide the others. */
function refusalSentence(error: unknown): string {
  if (error instanceof Refusal) return error.sentence
  throw error
}
