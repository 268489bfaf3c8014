/** The pages of accounts: the list, the page of one account, and the form on it that erases somebody. */

import { Hono } from 'hono'
import { isOffboarded, offboardingItems } from '../../../policy/people/offboarding.ts'
import { Refusal } from '../../../policy/refusal.ts'
import { readRules } from '../../../policy/rules/rules.ts'
import { type Dossier, findDrawnDossier } from '../../../register/access/dossier.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import type { Organization } from '../../../register/organizations.ts'
import { findOffboardingTicks } from '../../../register/people/offboarding-ticks.ts'
import { ERASURE_REASONS, eraseFrom, readErasure } from '../../../review.ts'
import { requireFreshSignIn } from '../../access/fresh-sign-in.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { readForm } from '../../form.ts'
import { Explanation } from '../../parts/explanation.tsx'
import { render } from '../../parts/layout.tsx'
import { mayDecide, mayRead } from '../../permissions/permissions.ts'
import { dossierFor, seesPersonal } from '../../permissions/seen-by-owners.ts'
import { OffboardingList } from '../../review/done/tick-list.tsx'
import { showAccounts } from '../lists/accounts-list.tsx'
import { HeldOnThem } from '../people/erasure/erase-form.tsx'
import { PersonSheet } from './person-sheet.tsx'

export const accountsPages = new Hono<Web>()
  .get('/orgs/:org/accounts', async (c) => await showAccounts(c))
  .get('/orgs/:org/accounts/:login', async (c) => showAccount(c, c.req.param('org'), c.req.param('login')))
  .post('/orgs/:org/accounts/:login/erasure', async (c) => {
    const form = await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    requireFreshSignIn(c, 'erasing somebody')
    const { platform } = c.var
    const login = c.req.param('login')
    const reason = ERASURE_REASONS.find((each) => each === form.text('reason'))
    try {
      if (reason === undefined) throw new Refusal('invalid', 'Choose why. Nothing was erased.')
      const waivesWayBack = form.text('waivesWayBack') === 'yes'
      const { texts } = await eraseFrom(
        platform,
        org,
        { login, by: actor, reason, waivesWayBack },
        platform.now,
      )
      return c.redirect(`/orgs/${org.login}/accounts?erased=${texts}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error
      return await showAccount(c, org.login, login, error)
    }
  })

/** The page of one account; `complaint`: why somebody was not erased. */
async function showAccount(c: Visit, orgLogin: string, login: string, complaint: Refusal | null = null) {
  const authorized = await mayRead(c, orgLogin)
  const { org, actor, role } = authorized
  const { platform } = c.var
  const { register, now } = platform
  const hidesPersonal = !seesPersonal(authorized)
  const found = await findDrawnDossier(register, org, { login }, now, { hidesPersonal })
  const dossier = dossierFor(authorized, found)
  await logAccess(register, org.id, actor, 'dossier', now)
  const token = role === 'owner' ? c.var.formToken : null
  return render(
    c,
    { title: `${dossier.login} in ${org.login}`, org: org.login, here: '/accounts' },
    <>
      {await PersonSheet({ c, authorized, dossier })}
      {await Offboarding({ c, org, dossier, token })}
      <Explanation lines={dossier.explanation} />
      {role === 'owner' && (
        <HeldOnThem
          org={org.login}
          login={dossier.login}
          erasure={dossier.role === 'none' ? await readErasure(platform, org, dossier.login, now) : null}
          token={token}
          complaint={complaint?.sentence ?? null}
        />
      )}
    </>,
    complaint === null ? 200 : complaint.code === 'invalid' ? 422 : 409,
  )
}

/** The lists of what was taken from them and is to be tidied up elsewhere. */
async function Offboarding(props: { c: Visit; org: Organization; dossier: Dossier; token: string | null }) {
  const { c, org, dossier, token } = props
  const done = dossier.proposals.filter(isOffboarded)
  const ticks = await findOffboardingTicks(
    c.var.platform.register,
    done.map(({ id }) => id),
  )
  const { offboarding } = readRules(org.rules)
  return (
    <>
      {done.map(({ id }) => (
        <OffboardingList
          items={offboardingItems(offboarding, ticks.get(id) ?? [])}
          org={org.login}
          proposal={id}
          about={dossier.login}
          token={token}
          from="account"
        />
      ))}
    </>
  )
}
