/** Stories of commits that GitHub links to nobody: whoever changed their address may look silent, and the owners hear of it. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LONG_AGO, smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Dossier {
  readonly unlinkedCommits: readonly { readonly repository: string; readonly commits: number }[]
}

let chatelaine: Chatelaine
const dossierOf = async (login: string) =>
  (await chatelaine.api<Dossier>(`/api/orgs/guild/accounts/${login}`)).body.unlinkedCommits
const overview = async () => {
  const cookie = await chatelaine.sessionOf('guild-warden')
  return (await fetch(new URL('/orgs/guild', chatelaine.worker.url), { headers: { cookie } })).text()
}

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.repository('bestiary')
  for (const login of ['moved', 'elsewhere']) guild.member(login)
  small.person('robot[bot]', { type: 'Bot' })
  guild.act('moved', 'push')
  guild.act('elsewhere', 'push', { repo: 'bestiary' })
  for (let day = 1; day <= 21; day += 1) {
    const at = `2026-10-${String(day).padStart(2, '0')}T08:00:00.000Z` as const
    guild.act('moved', 'commit', { unlinked: true, at })
    guild.act('robot[bot]', 'commit', { unlinked: true, at })
  }
  guild.act('moved', 'commit', { unlinked: true, at: LONG_AGO })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.audited('guild')
}, 60_000)

afterAll(() => chatelaine.close())

describe('commits of the window that belong to no account', () => {
  it('are counted on the dossier of whoever pushed there, without those of bots and of earlier years', async () => {
    expect(await dossierOf('moved')).toEqual([{ repository: 'atlas', commits: 21 }])
  })

  it('are not held against, or for, who pushed elsewhere', async () => {
    expect(await dossierOf('elsewhere')).toEqual([])
  })

  it('stand on the overview where they are many', async () => {
    expect(await overview()).toContain('21 commits of the last 6 months belong to no account')
  })

  it('are counted once, however often they are read', async () => {
    await chatelaine.audited('guild')
    expect(await dossierOf('moved')).toEqual([{ repository: 'atlas', commits: 21 }])
  })
})
