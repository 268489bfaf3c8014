/** A stranger who has just signed in to the sample finds four answers from the overview, by links alone, each on the screen in words. */

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSample } from '../../bin/start/begin.ts'
import type { Whole } from '../../local/whole.ts'
import { readRecording } from '../../sample/two-years/recording.ts'
import { monthsBefore } from '../../src/policy/calendar.ts'
import { closeBrowser, noBrowser, openBrowser } from '../fixtures/whole/browser.ts'
import { pairsCountedPlainly } from '../fixtures/whole/counted-plainly.ts'
import { signIn } from '../fixtures/whole/visitor.ts'

const { now } = readRecording()
const SINCE = monthsBefore(now, 6)

describe.skipIf(noBrowser !== null)(
  `a stranger at the overview${noBrowser === null ? '' : ` (skipped: ${noBrowser})`}`,
  () => {
    let whole: Whole
    let page: Page

    beforeAll(async () => {
      whole = await startSample({ log: false, mailFrom: 'chatelaine@lichen.example' }, () => undefined)
      page = await (await openBrowser()).newPage()
      await signIn(page, whole, 'mara-voss')
    }, 60_000)

    afterAll(async () => {
      await Promise.all([closeBrowser(), whole.close()])
    })

    const rows = async <Row>(sql: string): Promise<Row[]> =>
      (await (await whole.worker.database()).prepare(sql).all<Row>()).results
    const overview = () => page.getByRole('link', { name: 'Overview' }).click()
    const text = async () => (await page.locator('main').innerText()).replace(/\s+/g, ' ')

    it('is anything wrong? It stands in the heading, without a click', async () => {
      const [plain] = await rows<{ n: number }>(`select count(*) as n from verdicts where verdict = 'inactive'
        and org_id = ${LAB} and account_id in (${canPush})`)
      const said = await text()
      expect(plain?.n).toBe(11)
      expect(said).toContain(
        'Eleven strong keys lie unused 1 of 4 owners, 2 of 5 admins and 8 of 33 people who can push',
      )
    })

    it('did stale access fall? It stands in a heading, without a click', async () => {
      const { total, used } = await pairsCountedPlainly(whole, 'lichen-lab', SINCE)
      const [before] = await rows<{ stale: number }>(
        `select stale from stale_access where org_id = ${LAB} order by at limit 1`,
      )
      const stale = total - used
      const fallen = Math.round(100 * (1 - stale / (before?.stale ?? 0)))
      const said = await text()
      expect(said).toContain(`Stale access is down ${fallen} %`)
      expect(said).toContain(`${stale} pairs of a person or credential`)
    })

    it('which owner has not been here longest? One click, and it is the first line', async () => {
      const owners = await rows<{ name: string; at: string }>(`select accounts.name, max(activity.at) as at
        from grants join accounts on accounts.id = grants.account_id
        left join activity on activity.account_id = accounts.id and activity.org_id = ${LAB}
        where grants.org_id = ${LAB} and grants.kind = 'organization_role' and role = 'admin' and grants.closed_at is null
        group by accounts.id order by at`)
      await overview()
      await page.getByRole('link', { name: 'Owners', exact: true }).click()
      const lines = await page.locator('tbody tr').allInnerTexts()
      expect(lines).toHaveLength(owners.length)
      expect(lines[0]).toContain(owners[0]?.name)
      expect(lines[0]).toContain('1 y 2 mo ago')
    })

    it('who can push to the busiest repository? One click, and everybody stands there by name', async () => {
      const [busiest] = await rows<{
        name: string
        people: number
      }>(`select repositories.name, count(distinct account_id) as people
        from activity join repositories on repositories.id = repository_id join accounts on accounts.id = account_id
        where activity.org_id = ${LAB} and at >= '${SINCE}' and accounts.type = 'User' and archived = 0
        group by repository_id order by people desc limit 1`)
      await overview()
      expect(await text()).toContain(
        `Busiest repository: ${busiest?.name}, where ${busiest?.people} people were at work`,
      )
      await page.getByRole('link', { name: busiest?.name ?? '', exact: true }).click()
      const known = await rows<{ login: string; name: string | null }>(`select login, name from accounts
        where id in (${canPushTo(`(select id from repositories where org_id = ${LAB} and name = '${busiest?.name}')`)})`)
      const said = await text()
      expect(said).toContain(`${known.length} can push`)
      expect(known.filter(({ login, name }) => !said.includes(name || login))).toEqual([])
    })
  },
)

const LAB = "(select id from organizations where login = 'lichen-lab')"

/** Owners, and whoever has write or more by a role of their own or a team's, with the teams above it. */
const canPushTo = (where: string) => `
  with recursive g as (select * from grants where org_id = ${LAB} and closed_at is null),
  above(team, of) as (select distinct team_id, team_id from g where team_id is not null
    union select above.team, g.parent_id from above join g on g.kind = 'team_parent' and g.team_id = above.of)
  select account_id from g where kind = 'organization_role' and role = 'admin'
  union select account_id from g where kind = 'repository_role' and role in ('write', 'maintain', 'admin') and repository_id in ${where}
  union select member.account_id from g as member join above on above.team = member.team_id
    join g as holds on holds.kind = 'team_repository' and holds.team_id = above.of
      and holds.role in ('write', 'maintain', 'admin') and holds.repository_id in ${where}
    where member.kind = 'team_membership'`

const canPush = canPushTo(`(select id from repositories where org_id = ${LAB} and closed_at is null)`)
