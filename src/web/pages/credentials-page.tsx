/** The page that lists credentials, with filter and exports. */

import { Hono } from 'hono'
import { CREDENTIAL_KINDS } from '../../policy/words.ts'
import {
  type CredentialFilter,
  type CredentialItem,
  listCredentials,
} from '../../register/access/credential-list.ts'
import { logAccess } from '../../register/history/access-log.ts'
import type { Web } from '../access/visit.ts'
import { keysIn } from '../api/contract.ts'
import { allItems, credentialRow, exportFile, formatOf } from '../export.ts'
import { Field, Select } from '../parts/form-fields.tsx'
import { render } from '../parts/layout.tsx'
import { Badge, Day, inWords, Name, Words } from '../parts/print.tsx'
import { Pager, Table } from '../parts/table.tsx'
import { mayRead } from '../permissions/permissions.ts'

/** Credentials on one page. */
const PAGE_SIZE = 100

export const credentialsPage = new Hono<Web>().get('/orgs/:org/credentials', async (c) => {
  const { org, actor } = await mayRead(c, c.req.param('org'))
  const { register, now } = c.var.platform
  const filter: CredentialFilter = {
    kind: CREDENTIAL_KINDS.find((kind) => kind === c.req.query('kind')),
    stale: c.req.query('stale') === 'true' ? true : undefined,
  }
  const format = formatOf(c)
  await logAccess(register, org.id, actor, format === null ? 'credentials' : 'export', now)
  const list = (after: readonly (string | number)[] | null, limit: number) =>
    listCredentials(register, org, filter, now, after, limit)
  if (format !== null)
    return exportFile(c, format, `${org.login}-credentials`, await allItems(list, 1), credentialRow)
  const { items, nextCursor } = await list(keysIn(c.req.query('cursor'), 1), PAGE_SIZE)
  return render(
    c,
    { title: `Credentials of ${org.login}`, org: org.login, here: '/credentials' },
    <>
      <h1>Credentials</h1>
      <p>
        Tokens, deploy keys, Apps and secrets: they act without their owner being asked. An organisation
        cannot see its members' classic tokens and OAuth grants.
      </p>
      <Filters filter={filter} />
      <Table
        caption={`Credentials of ${org.login}, in the order first seen`}
        columns={[
          'Credential',
          'Kind',
          'Owner',
          'Permissions',
          'Created',
          'Last used',
          'Verdict',
          'Findings',
        ]}
        none="No credential matches, or none has been read yet."
        rows={items.map(cells)}
      />
      <Pager here={new URL(c.req.url)} nextCursor={nextCursor} exports />
    </>,
  )
})

function Filters({ filter }: { filter: CredentialFilter }) {
  return (
    <form method="get" class="filters">
      <Field id="kind" label="Kind">
        <Select
          id="kind"
          name="kind"
          value={filter.kind ?? ''}
          options={[['', 'any'], ...CREDENTIAL_KINDS.map((kind) => [kind, inWords(kind)] as const)]}
        />
      </Field>
      <Field id="stale" label="Use">
        <Select
          id="stale"
          name="stale"
          value={filter.stale === true ? 'true' : ''}
          options={[
            ['', 'any'],
            ['true', 'inactive only'],
          ]}
        />
      </Field>
      <div class="field">
        <button type="submit">Show</button>
      </div>
    </form>
  )
}

function cells(item: CredentialItem) {
  return [
    <Name text={item.name} />,
    <Words text={inWords(item.kind)} />,
    item.owner ?? 'unknown',
    item.scopes.join(', '),
    item.createdAt === null ? 'unknown' : <Day at={item.createdAt} />,
    item.lastUsedAt !== null ? (
      <Day at={item.lastUsedAt} />
    ) : item.use === 'never' ? (
      'never'
    ) : (
      'GitHub does not show it'
    ),
    <>
      <Badge word={item.verdict} /> {item.reason}
    </>,
    item.findings.length === 0 ? 'none' : item.findings.map(({ sentence }) => sentence).join(' '),
  ]
}
