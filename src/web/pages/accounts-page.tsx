/** The page that lists accounts, with filter and exports, and the page of one account. */

import { Hono } from 'hono'
import { counted } from '../../policy/english.ts'
import { isOffboarded, offboardingItems } from '../../policy/people/offboarding.ts'
import { Refusal } from '../../policy/refusal.ts'
import { readRules } from '../../policy/rules/rules.ts'
import { VERDICTS } from '../../policy/words.ts'
import {
  type AccountFilter,
  type AccountItem,
  listAccounts,
  MEMBERSHIPS,
} from '../../register/access/account-list.ts'
import { findDossier } from '../../register/access/dossier.ts'
import { logAccess } from '../../register/history/access-log.ts'
import { findOffboardingTicks } from '../../register/people/offboarding-ticks.ts'
import { findSaid } from '../../register/people/said.ts'
import { ERASURE_REASONS, eraseFrom, readErasure } from '../../review.ts'
import { requireFreshSignIn } from '../access/fresh-sign-in.ts'
import type { Visit, Web } from '../access/visit.ts'
import { keysIn, roleFilter } from '../api/contract.ts'
import { accountRow, allItems, exportFile, formatOf } from '../export.ts'
import { readForm } from '../form.ts'
import { DossierSheet } from '../parts/dossier-sheet.tsx'
import { Explanation } from '../parts/explanation.tsx'
import { Field, Select } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { ActivityLink, Badge, membershipInWords, Words } from '../parts/print.tsx'
import { Pager, Table } from '../parts/table.tsx'
import { mayDecide, mayRead } from '../permissions/permissions.ts'
import { seesPersonal } from '../permissions/seen-by-owners.ts'
import { OffboardingList } from '../review/done/tick-list.tsx'
import { SaidInFull } from '../review/rows/said.tsx'
import { HeldOnThem } from './people/erasure/erase-form.tsx'

/** Accounts on one page. */
const PAGE_SIZE = 100

export const accountsPages = new Hono<Web>()
  .get('/orgs/:org/accounts', async (c) => {
    const authorized = await mayRead(c, c.req.param('org'))
    const { org, actor } = authorized
    const { register, now } = c.var.platform
    const filter: AccountFilter = {
      verdict: VERDICTS.find((verdict) => verdict === c.req.query('verdict')),
      role: roleFilter(c.req.query('role')),
      q: c.req.query('q')?.trim().slice(0, 100),
      hidesLeave: !seesPersonal(authorized),
    }
    const format = formatOf(c)
    const erased = c.req.query('erased')
    await logAccess(register, org.id, actor, format === null ? 'accounts' : 'export', now)
    const list = (after: readonly (string | number)[] | null, limit: number) =>
      listAccounts(register, org.id, filter, after, limit)
    if (format !== null)
      return exportFile(c, format, `${org.login}-accounts`, await allItems(list, 2), accountRow)
    const { items, nextCursor } = await list(keysIn(c.req.query('cursor'), 2), PAGE_SIZE)
    return render(
      c,
      { title: `Accounts of ${org.login}`, org: org.login, here: '/accounts' },
      <>
        <h1>Accounts</h1>
        {erased !== undefined && (
          <div class="notice good" role="status">
            <p>
              Erased, with {counted(Number(erased) || 0, 'text')} of the history. The history says so and
              names nobody.
            </p>
          </div>
        )}
        <Filters filter={filter} />
        <Table
          caption={`Accounts of ${org.login}, by login`}
          columns={[
            'Account',
            'Role',
            'Verdict',
            'Why',
            'Last active',
            'Two-factor authentication',
            'Grants',
          ]}
          none="No account matches. Change the filter, or wait until the first audit has ended."
          rows={items.map((item) => cells(item, org.login))}
        />
        <Pager here={new URL(c.req.url)} nextCursor={nextCursor} exports />
      </>,
    )
  })
  .get('/orgs/:org/accounts/:login', async (c) => showAccount(c, c.req.param('org'), c.req.param('login')))
  .post('/orgs/:org/accounts/:login/erasure', async (c) => {
    const form = await readForm(c)
    const { org, actor } = await mayDecide(c, c.req.param('org'))
    requireFreshSignIn(c, 'erasing somebody')
    const { register, now } = c.var.platform
    const login = c.req.param('login')
    const reason = ERASURE_REASONS.find((each) => each === form.text('reason'))
    try {
      if (reason === undefined) throw new Refusal('invalid', 'Choose why. Nothing was erased.')
      const waivesWayBack = form.text('waivesWayBack') === 'yes'
      const { texts } = await eraseFrom(register, org, { login, by: actor, reason, waivesWayBack }, now)
      return c.redirect(`/orgs/${org.login}/accounts?erased=${texts}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code === 'not_found') throw error
      return await showAccount(c, org.login, login, error)
    }
  })

async function showAccount(c: Visit, orgLogin: string, login: string, complaint: Refusal | null = null) {
  const authorized = await mayRead(c, orgLogin)
  const { org, actor, role } = authorized
  const { register, now, deployment } = c.var.platform
  const dossier = await findDossier(register, org, { login }, now, { hidesLeave: !seesPersonal(authorized) })
  await logAccess(register, org.id, actor, 'dossier', now)
  const token = role === 'owner' ? c.var.formToken : null
  const done = dossier.proposals.filter(isOffboarded)
  const ticks = await findOffboardingTicks(
    register,
    done.map(({ id }) => id),
  )
  const { offboarding } = readRules(org.rules)
  return render(
    c,
    { title: `${dossier.login} in ${org.login}`, org: org.login, here: '/accounts' },
    <>
      <h1>{dossier.login}</h1>
      <DossierSheet dossier={dossier} org={org.login} webUrl={deployment.webUrl} links />
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
      {seesPersonal(authorized) && (
        <SaidInFull said={(await findSaid(register, org.id, [dossier.id], now))(null, dossier.id)} isPage />
      )}
      <Explanation lines={dossier.explanation} />
      {role === 'owner' && (
        <HeldOnThem
          org={org.login}
          login={dossier.login}
          erasure={dossier.role === 'none' ? await readErasure(register, org, dossier.login) : null}
          token={token}
          complaint={complaint?.sentence ?? null}
        />
      )}
    </>,
    complaint === null ? 200 : complaint.code === 'invalid' ? 422 : 409,
  )
}

function Filters({ filter }: { filter: AccountFilter }) {
  return (
    <form method="get" class="filters">
      <Field id="verdict" label="Verdict">
        <Select
          id="verdict"
          name="verdict"
          value={filter.verdict ?? ''}
          options={[['', 'any'], ...VERDICTS.map((verdict) => [verdict, verdict] as const)]}
        />
      </Field>
      <Field id="role" label="Role">
        <Select
          id="role"
          name="role"
          value={filter.role ?? ''}
          options={[['', 'any'], ...MEMBERSHIPS.map((role) => [role, membershipInWords(role)] as const)]}
        />
      </Field>
      <Field id="q" label="Login or name">
        <input id="q" name="q" type="search" value={filter.q ?? ''} />
      </Field>
      <div class="field">
        <button type="submit">Show</button>
      </div>
    </form>
  )
}

function cells(item: AccountItem, org: string) {
  return [
    <a href={`/orgs/${org}/accounts/${encodeURIComponent(item.login)}`}>{item.login}</a>,
    <Words text={membershipInWords(item.role)} />,
    <Badge word={item.verdict} />,
    item.reason,
    <LastActivityCell lastActivity={item.lastActivity} />,
    item.twoFactor === 'disabled' ? <Badge word="disabled" /> : item.twoFactor,
    String(item.grants),
  ]
}

/** “At least until”: a later act may not have been read. */
function LastActivityCell({ lastActivity }: Pick<AccountItem, 'lastActivity'>) {
  if (lastActivity === null) return <>none known</>
  return (
    <>
      {lastActivity.precision === 'at_least' && 'at least until '}
      <ActivityLink activity={lastActivity} />
    </>
  )
}
