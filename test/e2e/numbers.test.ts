/** Each number on a page is the API's, and what somebody would count from the world's file: of the sample, of nine organisations, of Kubernetes'. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AsOwner, asOwner } from '../fixtures/whole/as-owner.ts'
import {
  AUDIT_TAKES,
  type AuditedWorld,
  auditedWorld,
  NUMBERED_WORLDS,
} from '../fixtures/whole/audited-worlds.ts'
import { numbersIn, pillsOf, rowsAfter, sectionOf, textOf } from '../fixtures/whole/page-numbers.ts'
import { countedFromFile, type PlainNumbers } from '../fixtures/whole/plain-numbers.ts'
import type {
  Account,
  Credential,
  Moment,
  Months,
  OneRepository,
  Proposal,
  Report,
  Repository,
  Row,
} from '../fixtures/whole/told-numbers.ts'
import type { PlainOrganization } from '../fixtures/whole/worlds.ts'

const GROUPS = ['owner', 'admin', 'write_or_maintain', 'read_or_triage', 'none']
const POWER: Readonly<Record<string, string>> = {
  ...{ owner: 'owners_and_admins', admin: 'owners_and_admins', write_or_maintain: 'can_push' },
  ...{ read_or_triage: 'membership_only', none: 'membership_only' },
}
const RULES = /^(rules?_|token_|paused$|resumed$)/
const AUDITS = /^(audit_|stale_access_|history_begun$)/
const LOOKED = /^(looked|exported)$/
/** A *keep* says until when. */
const until = (decision: string) => (decision === 'keep' ? { until: '2027-01-20T00:00:00.000Z' } : {})
const ORDER = ['active', 'new', 'exempt', 'unknown', 'inactive']

describe.each(NUMBERED_WORLDS)('%s', (_, world) => {
  let chatelaine: AuditedWorld['chatelaine']
  let plainWorld: AuditedWorld['plainWorld']

  beforeAll(async () => {
    ;({ chatelaine, plainWorld } = await auditedWorld(world))
  }, AUDIT_TAKES)
  afterAll(() => chatelaine.close())

  describe.each(world.organizations)('%s', (login) => {
    let organization: PlainOrganization
    let owner: string
    let plain: PlainNumbers
    let api: AsOwner['api']
    let all: AsOwner['all']
    let page: AsOwner['page']
    let decide: AsOwner['decide']
    let accounts: readonly Account[]

    beforeAll(async () => {
      const found = plainWorld.world.organizations.find((each) => each.login === login)
      if (found === undefined) throw new Error(`${login} is not in this world`)
      organization = found
      plain = countedFromFile(plainWorld, organization, plainWorld.world.now)
      owner = organization.members.find(({ role }) => role === 'admin')?.login ?? ''
      ;({ api, all, page, decide } = await asOwner(chatelaine, login, owner))
      accounts = await all<Account>('/accounts')
    }, 60_000)

    it('has the people of the file, and whoever acted within six months is no inactive one', () => {
      expect(accounts.map((account) => account.login).sort()).toEqual([...plain.accessOf.keys()].sort())
      const judged = accounts.filter(({ verdict }) => verdict === 'active' || verdict === 'inactive')
      expect(judged.map((account) => [account.login, account.verdict])).toEqual(
        judged.map((account) => [account.login, plain.isActive(account.login) ? 'active' : 'inactive']),
      )
    })

    it('has on its overview what each can do by verdict, and who has no second factor', async () => {
      const { access } = await api<{ access: Row[] }>('')
      const rows = GROUPS.map((group) => {
        const inRow = accounts.filter((account) => plain.accessOf.get(account.login) === group)
        return {
          access: group,
          all: inRow.length,
          verdicts: Object.fromEntries(
            ORDER.map((verdict) => [verdict, inRow.filter((each) => each.verdict === verdict).length]),
          ),
          without: inRow.filter((each) => plain.withoutTwoFactor.has(each.login)).length,
        }
      })
      expect(access.map(({ twoFactor, ...row }) => ({ ...row, without: twoFactor.disabled }))).toEqual(rows)
      const overview = await page('')
      const printed = rowsAfter(overview, '<th scope="col">Access</th>').map((cells) =>
        numbersIn(cells.slice(1).join(' ')),
      )
      const shown = rows.filter(({ access: group, all: n }) => group !== 'none' || n > 0)
      expect(printed).toEqual(
        shown.map(({ verdicts, all: n }) => [...ORDER.map((verdict) => verdicts[verdict]), n]),
      )
      const second = sectionOf(overview, 'two-factor')
      expect(
        [...second.matchAll(/<b>(\d+)<\/b> of (\d+) without/g)].map(([, n, of]) => [Number(n), Number(of)]),
      ).toEqual(rows.filter(({ without }) => without > 0).map(({ without, all: of }) => [without, of]))
    })

    it('has on its overview the stale access that is counted pair by pair', async () => {
      const { now } = await api<{ now: Moment }>('/stale-access')
      expect({ total: now.total, used: now.total - now.stale - now.unknown, people: now.people }).toEqual(
        plain.pairs,
      )
      const rows = rowsAfter(await page(''), '<th scope="col">Moment</th>')
      expect(
        rows
          .find(([label]) => label === 'Now')
          ?.slice(2)
          .map(Number),
      ).toEqual([...[now.stale, now.unknown, now.total, now.people]])
    })

    it('lists its accounts with a count for each verdict', async () => {
      const list = await page('/accounts')
      const pills = ['Inactive', 'Active', 'New', 'Unknown', 'Exempt'].map((label) => [
        label,
        accounts.filter(({ verdict }) => verdict === label.toLowerCase()).length,
      ])
      expect(pillsOf(list)).toEqual({ All: plain.accessOf.size, ...Object.fromEntries(pills) })
      expect(numbersIn(textOf(list.split('<h1')[1] ?? ''))[0]).toBe(plain.accessOf.size)
    })

    it('counts its credentials', async () => {
      const listed = await all<Credential>('/credentials')
      const keys = repositories().flatMap(({ deploy_keys = [] }) => deploy_keys)
      const tokens = organization.personal_access_tokens ?? []
      const of = (kind: string) => listed.filter((each) => each.kind === kind).length
      expect([of('deploy_key'), of('fine_grained_token')]).toEqual([keys.length, tokens.length])
      expect(pillsOf(await page('/credentials'))).toEqual({
        All: listed.length,
        'With findings': listed.filter(({ findings }) => findings.length > 0).length,
        Inactive: listed.filter(({ verdict }) => verdict === 'inactive').length,
      })
      expect(textOf(sectionOf(await page(''), 'access'))).toContain(
        `${listed.length} credential${listed.length === 1 ? '' : 's'}: ${listed.filter(({ verdict }) => verdict === 'inactive').length} unused`,
      )
    })

    it('counts of each repository who can push and administer it, and which of them are active', async () => {
      const listed = await all<Repository>('/repositories')
      const active = new Map(accounts.map((account) => [account.login, account.verdict === 'active']))
      const bots = new Set(
        plainWorld.world.accounts.flatMap((each) => (each.type === 'Bot' ? [each.login] : [])),
      )
      const expected = repositories().map((repository) => {
        const roles = [...plain.accessOf.keys()].map((who) => [who, plain.can(who, repository.name)] as const)
        const admins = roles.filter(([, role]) => role === 'admin').map(([who]) => who)
        return {
          name: repository.name,
          canPush: roles.filter(([, role]) => ['write', 'maintain', 'admin'].includes(role)).length,
          canAdminister: admins.length,
          activeAdmins: admins.filter((who) => active.get(who) === true && !bots.has(who)).length,
        }
      })
      const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
      const told = listed.map(({ name: repository, canPush, canAdminister, keyholders }) => ({
        ...{ name: repository, canPush, canAdminister, activeAdmins: keyholders.active },
      }))
      expect(told.toSorted(byName)).toEqual(expected.toSorted(byName))
      const list = await page('/repositories')
      expect(pillsOf(list).All).toBe(expected.length)
      if (expected.length === 0) return
      const printed = rowsAfter(list, '<caption class="unseen">Repositories')
      expect(printed).toHaveLength(Math.min(100, expected.length))
      for (const [label = '', canPush, canAdminister] of printed) {
        const [repository = ''] = label.split(' ')
        const row = expected.find((each) => each.name === repository)
        expect([repository, Number(canPush), Number(canAdminister)]).toEqual([
          ...[repository, row?.canPush, row?.canAdminister],
        ])
      }
      const [first] = expected.toSorted((a, b) => b.canPush - a.canPush)
      if (first === undefined) return
      const one = await page(`/repositories/${first.name}`)
      const lead = textOf(one.split('<p class="lead">')[1]?.split('</p>')[0] ?? '')
      expect(lead).toContain(`${first.canPush} can push, ${first.canAdminister} can administer`)
      const { people, unusedHere, unknownHere } = await api<OneRepository>(`/repositories/${first.name}`)
      expect(people.map((each) => [each.login, each.role]).sort()).toEqual(
        [...plain.accessOf.keys()]
          .map((who) => [who, plain.can(who, first.name)])
          .filter(([, role]) => ['write', 'maintain', 'admin'].includes(role ?? ''))
          .sort(),
      )
      expect(lead).toContain(`${unusedHere} of the ${first.canPush} have not used it`)
      const used = people.filter((each) => plain.usesOf(each.login, first.name)).length
      expect(first.canPush - unusedHere - unknownHere).toBe(used)
    })

    it('draws of somebody the days of each month that was read', async () => {
      const busy = accounts.filter(({ verdict }) => verdict === 'active').slice(0, 3)
      for (const { login: who } of busy) {
        const { months } = await api<{ months: Months }>(`/accounts/${who}`)
        const text = await page(`/accounts/${who}`)
        for (const row of months.repositories) {
          const repository = row.repository?.split('/')[1] ?? ''
          const days = plain.daysOf(who, repository)
          const read = row.months.filter(
            ({ state, month }) =>
              state !== 'not_read' && row.read !== null && month > row.read.since.slice(0, 7),
          )
          expect([who, repository, read.map(({ month, days: n }) => [month, n])]).toEqual([
            ...[who, repository, read.map(({ month }) => [month, days[month] ?? 0])],
          ])
        }
        const drawn = rowsAfter(text, '<th scope="col">Month</th>')
        const shown = months.repositories.slice(0, 8)
        expect(drawn.map((cells) => cells.slice(1).map((cell) => numbersIn(cell)[0] ?? 0))).toEqual(
          (shown[0]?.months ?? []).map((_, at) => shown.map((row) => row.months[at]?.days ?? 0)).toReversed(),
        )
      }
    })

    it('counts in its history what anybody can count in the list of all entries', async () => {
      await page('/history')
      const acts = (await all<{ act: string }>('/history')).map(({ act }) => act)
      const among = (words: RegExp) => acts.filter((act) => words.test(act)).length
      const [rules, audits, looked] = [RULES, AUDITS, LOOKED].map(among)
      expect(pillsOf(await page('/history'))).toEqual({
        'Decisions and removals': acts.length - (rules ?? 0) - (audits ?? 0) - (looked ?? 0),
        ...{ Rules: rules, Audits: audits, 'Who looked': looked, All: acts.length },
      })
    })

    describe('once a review has opened', () => {
      let id: string
      let proposals: readonly Proposal[]
      beforeAll(async () => {
        const opened = await chatelaine.api<{ id: string }>(`/api/orgs/${login}/reviews`, 'POST')
        id = opened.body.id
        proposals = await all<Proposal>(`/reviews/${id}/proposals`)
      }, 60_000)

      it('asks about everybody inactive, by what they can do', () => {
        const asked = proposals.flatMap(({ subject, power }) =>
          subject.kind === 'account' ? [[subject.login, power]] : [],
        )
        const inactive = accounts.filter(({ verdict }) => verdict === 'inactive')
        expect(asked.sort()).toEqual(
          inactive.map((each) => [each.login, POWER[plain.accessOf.get(each.login) ?? '']]).sort(),
        )
      })

      it('counts in its tabs, on the overview and in the report what is to decide and what was answered', async () => {
        const before = { 'To decide': proposals.length, 'Second owner': 0, Decided: 0, Queue: 0, Done: 0 }
        expect(pillsOf(await page(`/reviews/${id}`))).toEqual(before)
        const [kept, member] = proposals.filter(({ power }) => power === 'membership_only')
        const admin = proposals.find(
          ({ power, subject }) => power === 'owners_and_admins' && subject.login !== owner,
        )
        const answers = [
          [kept, 'keep'],
          [member, 'revoke'],
          [admin, 'revoke'],
        ] as const
        for (const [proposal, decision] of answers)
          if (proposal !== undefined)
            expect([
              decision,
              await decide(proposal.id, { decision, reason: 'As asked.', ...until(decision) }),
            ]).toEqual([decision, 201])
        const one = (proposal: Proposal | undefined) => (proposal === undefined ? 0 : 1)
        const answered = one(kept) + one(member) + one(admin)
        const left = proposals.length - answered
        expect(pillsOf(await page(`/reviews/${id}`))).toEqual({
          ...{ 'To decide': left, 'Second owner': one(admin), Decided: one(kept) + one(member) },
          ...{ Queue: one(member), Done: 0 },
        })
        const { report } = await api<{ report: Report }>(`/reviews/${id}/report`)
        const { all: asked, ...byPower } = report.numbers.asked
        const powers = Object.keys(byPower).map((power) => [
          power,
          proposals.filter((each) => each.power === power).length,
        ])
        expect([asked, byPower]).toEqual([proposals.length, Object.fromEntries(powers)])
        expect(report.numbers.answered).toMatchObject({ keep: one(kept), revoke: one(member) + one(admin) })
        const printed = textOf(await page(`/reviews/${id}/report`))
        expect(printed).toContain(`${proposals.length} question${proposals.length === 1 ? '' : 's'}`)
        expect(printed).toContain(
          `${answered} answered: ${one(kept)} keep, 0 downgrade, 0 emeritus, ${one(member) + one(admin)} revoke`,
        )
      })
    })

    function repositories() {
      return plainWorld.world.repositories.filter(({ owner }) => owner === login)
    }
  })
})
