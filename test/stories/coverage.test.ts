/** Stories of organisations that can be read only in part: what was not read makes people unknown, never inactive. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccountRow, AuditView } from '../../local/api.ts'
import { LONG_AGO, type OrganizationBuilder, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Dossier {
  readonly verdict: string
  readonly grants: readonly { readonly kind: string; readonly verdict: string; readonly reason?: string }[]
}

let chatelaine: Chatelaine
const audits = new Map<string, AuditView>()
const accounts = new Map<string, AccountRow>()

beforeAll(async () => {
  const small = smallWorld()
  const misty = withActiveAndInactive(small.organization('misty'))
  const keyhole = withActiveAndInactive(small.organization('keyhole'))
  const discreet = withActiveAndInactive(small.organization('discreet'))
  const finished = small.organization('finished')
  keyhole.repository('vault', { private: true })
  keyhole.member('vault-keeper')
  keyhole.act('vault-keeper', 'push', { repo: 'vault' })
  finished.repository('stone')
  finished.act('finished-warden', 'push', { repo: 'stone', at: LONG_AGO })
  for (const login of ['busy-elsewhere', 'nomad', 'emeritus-of-stone']) finished.member(login)
  finished.act('busy-elsewhere', 'merge')
  finished.collaborator('busy-elsewhere', 'stone', 'maintain')
  finished.collaborator('emeritus-of-stone', 'stone', 'maintain')
  misty.member('nomad')
  misty.act('nomad', 'issue')

  chatelaine = await startChatelaine({ world: small.world() })
  // One list of one repository never answers.
  chatelaine.github.faults.failMatching({ path: /^\/repos\/misty\/atlas\/activity/ }, '404', 1000)
  changeInstallation(keyhole, (installation) =>
    Object.assign(installation, { repository_selection: 'selected', repositories: ['atlas'] }),
  )
  changeInstallation(discreet, ({ permissions }) => {
    delete permissions.repository_advisories
  })
  for (const { login } of [misty, keyhole, discreet, finished]) {
    audits.set(login, await chatelaine.audited(login))
    for (const account of await chatelaine.accounts(login)) accounts.set(`${login}/${account.login}`, account)
  }
}, 60_000)

afterAll(() => chatelaine.close())

function withActiveAndInactive(place: OrganizationBuilder): OrganizationBuilder {
  place.member('silent')
  place.member('active')
  place.act('active', 'issue')
  return place
}

/** Changes how the App is installed in the organisation. */
function changeInstallation(
  { login }: OrganizationBuilder,
  change: (installation: { permissions: Record<string, string> }) => unknown,
): void {
  const installation = chatelaine.world.organization(login)?.installations.at(-1)
  if (installation === undefined) throw new Error(`The App is not installed in ${login}.`)
  change(installation)
}

describe('a deciding source that could not be read', () => {
  it('makes everybody unknown whom nothing else clears, and says what is missing and why', () => {
    expect(accounts.get('misty/silent')).toMatchObject({
      verdict: 'unknown',
      reason: expect.stringMatching(/the pushes and merges could not be read in misty\/atlas/),
    })
  })

  it('changes nothing for people whom another source clears', () => {
    expect(accounts.get('misty/active')?.verdict).toBe('active')
  })

  it('makes the audit partial and is listed in the coverage', () => {
    const { status, coverage } = audits.get('misty') ?? {}
    expect(status).toBe('partial')
    expect(coverage?.find(({ source }) => source === 'repository_activity')).toMatchObject({
      complete: false,
    })
  })

  it('proposes nobody', async () => {
    expect((await chatelaine.api('/api/orgs/misty/reviews', 'POST')).status).toBe(201)
    const [review] = await chatelaine.list<{ id: string }>('/api/orgs/misty/reviews')
    expect(await chatelaine.list(`/api/orgs/misty/reviews/${review?.id}/proposals`)).toEqual([])
  })
})

describe('an App that sees selected repositories only', () => {
  it.each(['silent', 'vault-keeper'])(
    'calls %s unknown and says so: 9 of 54 removed came back (operations-engineering#5043, #5091)',
    (login) => {
      expect(accounts.get(`keyhole/${login}`)).toMatchObject({
        verdict: 'unknown',
        reason: expect.stringContaining('selected repositories only'),
      })
    },
  )

  it('still clears people whose activity it sees', () => {
    expect(accounts.get('keyhole/active')?.verdict).toBe('active')
  })
})

describe('a source that only clears and is not shown to the App', () => {
  it('changes no verdict, and its permission is named', async () => {
    expect([audits.get('discreet')?.status, accounts.get('discreet/silent')?.verdict]).toEqual([
      'complete',
      'inactive',
    ])
    const { body } = await chatelaine.api<{ missingPermissions: string[] }>('/api/orgs/discreet')
    expect(body.missingPermissions).toEqual(['repository_advisories'])
  })
})

describe('a finished subproject (kubernetes/org#5665)', () => {
  it('a grant where nothing happened is unknown, and its holder is active by what they did elsewhere', async () => {
    const { body } = await chatelaine.api<Dossier>('/api/orgs/finished/accounts/busy-elsewhere')
    expect(body.verdict).toBe('active')
    expect(body.grants.find(({ kind }) => kind === 'repository_role')).toMatchObject({
      verdict: 'unknown',
      reason: expect.any(String),
    })
  })

  it('somebody who did nothing anywhere is inactive all the same', () => {
    expect(accounts.get('finished/emeritus-of-stone')?.verdict).toBe('inactive')
  })
})

describe('a sibling organisation', () => {
  it('an act there is context, not use of the access held here', () => {
    expect(accounts.get('misty/nomad')?.verdict).toBe('active')
    expect(accounts.get('finished/nomad')).toMatchObject({ verdict: 'inactive', lastActivity: null })
  })
})
