/** What everybody sees at the end of a quarter is what somebody would count from the world's file: of the sample, of nine organisations, of Kubernetes'. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  AUDIT_TAKES,
  type AuditedWorld,
  auditedWorld,
  NUMBERED_WORLDS,
} from '../fixtures/whole/audited-worlds.ts'
import { textOf } from '../fixtures/whole/page-numbers.ts'
import { countedFromFile } from '../fixtures/whole/plain-numbers.ts'

describe.each(NUMBERED_WORLDS)('%s', (_, tested) => {
  let chatelaine: AuditedWorld['chatelaine']
  let plainWorld: AuditedWorld['plainWorld']

  beforeAll(async () => {
    ;({ chatelaine, plainWorld } = await auditedWorld(tested))
  }, AUDIT_TAKES)
  afterAll(() => chatelaine.close())

  it('shows everybody, when a quarter has ended, the change of whoever is large enough, and of all of them together', async () => {
    const { world } = plainWorld
    for (const { login, members } of world.organizations) {
      const owner = members.find(({ role }) => role === 'admin')?.login ?? ''
      await chatelaine.rulesBy(owner, login, { public: true })
    }
    const later = quarterAfter(world.now)
    await chatelaine.auditedAt(later)
    const shown: { login: string; before: number; after: number; people: number }[] = []
    for (const organization of world.organizations) {
      const { login } = organization
      const [then, end] = [world.now, later].map((at) => countedFromFile(plainWorld, organization, at))
      const unused = (of: typeof then) => (of === undefined ? 0 : of.pairs.total - of.pairs.used)
      const [before, after, people] = [unused(then), unused(end), end?.pairs.people ?? 0]
      const { body } = await chatelaine.api<Public>(`/api/public/orgs/${login}`)
      const percent = Math.round((100 * (after - before)) / before)
      const isOfMany = (of: typeof then) => (of?.stalePeople ?? 0) >= 5
      if (before < 20 || !isOfMany(then)) {
        expect([login, body.newest?.percent]).toEqual([login, null])
        continue
      }
      shown.push({ login, before, after, people })
      expect([login, body.newest?.percent]).toEqual([login, percent])
      const page = textOf(await (await chatelaine.worker.fetch(`/${login}`)).text())
      expect([login, page]).toEqual([login, expect.stringContaining(changeIn(percent))])
    }
    const sum = (of: (each: (typeof shown)[number]) => number) => shown.reduce((n, each) => n + of(each), 0)
    const { body } = await chatelaine.api<PublicAll>('/api/public')
    if (shown.length < 3) {
      expect(body.quarters).toEqual([])
      return
    }
    const [before, after] = [sum((each) => each.before), sum((each) => each.after)]
    const percent = Math.round((100 * (after - before)) / before)
    const people = sum((each) => Math.floor(each.people / 50) * 50)
    expect(body.quarters[0]).toMatchObject({ organizations: shown.length, percent, people: people || null })
    const report = await (await chatelaine.worker.fetch(`/report/${body.quarters[0]?.quarter}`)).text()
    expect(textOf(report)).toContain(changeIn(percent))
    const held = `At least ${people} people at ${shown.length} organisations held access to write`
    expect(textOf(report).includes(held)).toBe(people > 0)
    expect(textOf(report)).toContain(`the ${shown.length} whose own change can be shown`)
  }, 480_000)
})

/** The third day of the quarter that follows. */
function quarterAfter(at: string): string {
  const day = new Date(at)
  return new Date(
    Date.UTC(day.getUTCFullYear(), (Math.floor(day.getUTCMonth() / 3) + 1) * 3, 3, 6),
  ).toISOString()
}

function changeIn(percent: number): string {
  return percent === 0 ? 'as it was' : `${Math.abs(percent)} % ${percent < 0 ? 'less' : 'more'}`
}

interface Public {
  readonly newest: { readonly percent: number | null } | null
}
interface PublicAll {
  readonly quarters: readonly { readonly quarter: string }[]
}
