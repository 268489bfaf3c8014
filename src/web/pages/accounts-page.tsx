/** The page that lists accounts, with filter and exports, and the page of one account. */

import { Hono } from 'hono'
import { VERDICTS } from '../../policy/words.ts'
import {
  type AccountFilter,
  type AccountItem,
  listAccounts,
  MEMBERSHIPS,
} from '../../register/access/account-list.ts'
import { findDossier } from '../../register/access/dossier.ts'
import { logAccess } from '../../register/history/access-log.ts'
import type { Web } from '../access/visit.ts'
import { keysIn, roleFilter } from '../api/contract.ts'
import { accountRow, allItems, exportFile, formatOf } from '../export.ts'
import { DossierSheet } from '../parts/dossier-sheet.tsx'
import { Explanation } from '../parts/explanation.tsx'
import { Field, Select } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { ActivityLink, Badge, membershipInWords, Words } from '../parts/print.tsx'
import { Pager, Table } from '../parts/table.tsx'
import { mayRead } from '../permissions/permissions.ts'

/** Accounts on one page. */
const PAGE_SIZE = 100

export const accountsPages = new Hono<Web>()
  .get('/orgs/:org/accounts', async (c) => {
    const { org, actor } = await mayRead(c, c.req.param('org'))
    const { register, now } = c.var.platform
    const filter: AccountFilter = {
      verdict: VERDICTS.find((verdict) => verdict === c.req.query('verdict')),
      role: roleFilter(c.req.query('role')),
      q: c.req.query('q')?.trim().slice(0, 100),
    }
    const format = formatOf(c)
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
  .get('/orgs/:org/accounts/:login', async (c) => {
    const { org, actor } = await mayRead(c, c.req.param('org'))
    const { register, now } = c.var.platform
    const dossier = await findDossier(register, org, { login: c.req.param('login') }, now)
    await logAccess(register, org.id, actor, 'dossier', now)
    return render(
      c,
      { title: `${dossier.login} in ${org.login}`, org: org.login, here: '/accounts' },
      <>
        <h1>{dossier.login}</h1>
        <DossierSheet dossier={dossier} org={org.login} webUrl={c.var.platform.deployment.webUrl} links />
        <Explanation lines={dossier.explanation} />
      </>,
    )
  })

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
