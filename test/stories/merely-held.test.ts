/** Stories of access that active people hold: it is known for everybody which grants are used, not only for inactive people. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallWorld } from '../fixtures/github/small-world.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

interface Dossier {
  readonly verdict: string
  readonly grants: readonly {
    readonly kind: string
    readonly repositories: readonly string[] | null
    readonly verdict: string
  }[]
}

let chatelaine: Chatelaine

beforeAll(async () => {
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.repository('boreas')
  guild.member('ada')
  guild.collaborator('ada', 'atlas', 'write')
  guild.collaborator('ada', 'boreas', 'write')
  // The issue clears her before pushes are read.
  guild.act('ada', 'issue')
  guild.act('ada', 'push', { branch: 'fix' })
  guild.act('guild-warden', 'issue')
  guild.act('guild-warden', 'push', { repo: 'boreas', branch: 'main' })
  chatelaine = await startChatelaine({ world: small.world() })
  await chatelaine.audited('guild')
}, 60_000)

afterAll(() => chatelaine.close())

describe('in an organisation where everybody is active', () => {
  it('a role that was used is told apart from one that was not, though no verdict depended on it', async () => {
    const { body: ada } = await chatelaine.api<Dossier>('/api/orgs/guild/accounts/ada')
    const direct = ada.grants.filter(({ kind }) => kind === 'repository_role')
    expect(ada.verdict).toBe('active')
    expect(direct.map(({ repositories, verdict }) => [repositories?.[0], verdict])).toEqual([
      ['guild/atlas', 'active'],
      ['guild/boreas', 'inactive'],
    ])
  })
})
