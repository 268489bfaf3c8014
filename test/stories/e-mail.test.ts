/** The story of e-mails to people under review, through the Worker's own binding: each goes once, whatever the mail service answers and whenever the process is killed. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { daysAfter, hoursAfter } from '../../src/policy/calendar.ts'
import { LONG_AGO, NOW, smallWorld } from '../fixtures/github/small-world.ts'
import { anHourComes, sendAs } from '../fixtures/whole/days.ts'
import { FROM, type MailAnswer, type MailReceiver, receiveMail } from '../fixtures/whole/mail.ts'
import { type Chatelaine, startChatelaine } from '../fixtures/whole/whole.ts'

const ADDRESS = 'author@people.example'

let chatelaine: Chatelaine
let mail: MailReceiver
let folder: string

/** author can push and shows an address on GitHub; a review asks about them and about nobody else. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatelaine-e-mail-'))
  mail = await receiveMail()
  const small = smallWorld()
  const guild = small.organization('guild')
  guild.owner('deputy')
  guild.act('deputy', 'push')
  guild.member('author')
  guild.collaborator('author', 'atlas', 'write')
  guild.act('author', 'issue', { at: LONG_AGO })
  small.person('author', { email: ADDRESS })
  chatelaine = await startChatelaine({ world: small.world(), persist: folder, adjust: mail.adjust })
  await chatelaine.auditedAt(NOW)
  expect((await chatelaine.api('/api/orgs/guild/reviews', 'POST')).status).toBe(201)
}, 120_000)

afterEach(async () => {
  await Promise.all([chatelaine.close(), mail.close()])
  rmSync(folder, { recursive: true, force: true })
})

const asWarden = async (path: string, body: object) =>
  sendAs(chatelaine, await chatelaine.sessionOf('guild-warden'), 'POST', path, body)
const hour = (n: number) => anHourComes(chatelaine, hoursAfter(NOW, n))
const notices = async () => {
  const database = await chatelaine.worker.database()
  return (await database.prepare('select way, result from notices').all()).results
}

/** What the process does between these two is lost: it ends as by `kill -9`. */
async function killedWhile(happens: Promise<void>, n: number): Promise<void> {
  const fired = chatelaine.worker.scheduled(hoursAfter(NOW, n)).catch(() => undefined)
  await happens
  chatelaine = await chatelaine.restart()
  await fired
}

describe('an e-mail', () => {
  it('goes once, from the address of the deployment, to the one that the person shows, and the notice runs from it', async () => {
    for (const n of [1, 2, 3]) await hour(n)
    expect(mail.received).toEqual([
      {
        from: FROM,
        to: ADDRESS,
        subject: expect.stringContaining('guild'),
        text: expect.stringContaining('Hello author,'),
      },
    ])
    expect(await notices()).toEqual([{ way: 'email', result: 'sent' }])
  }, 60_000)

  it.each<[MailAnswer, number, string]>([
    ['E_RECIPIENT_NOT_ALLOWED', 2, 'not_sent'],
    ['breaks off', 1, 'sending'],
  ])(
    'to which the mail service answers "%s" goes %i times in two days, and tells nobody of the address',
    async (answer, times, result) => {
      mail.answers(answer)
      for (const n of [1, 2, 3, 26, 27]) await hour(n)
      expect(mail.received).toHaveLength(times)
      expect(await notices()).toEqual([{ way: 'email', result }])
      expect(chatelaine.worker.logs.join('\n')).toContain('email_not_sent')
      expect(chatelaine.worker.logs.join('\n')).not.toContain(ADDRESS)
    },
    60_000,
  )
})

describe('the process is killed', () => {
  it('after the note and before the mail service has answered: it is never sent again, and nothing is due by it', async () => {
    mail.answers('says nothing')
    await killedWhile(mail.reached(1), 1)
    mail.answers('takes')
    for (const n of [2, 3, 26, 27, 50]) await hour(n)
    expect(mail.received).toHaveLength(1)
    expect(await notices()).toEqual([{ way: 'email', result: 'sending' }])
    const [question] = await chatelaine.list<{ id: string }>(
      `/api/orgs/guild/reviews/${(await chatelaine.list<{ id: string }>('/api/orgs/guild/reviews'))[0]?.id}/proposals`,
    )
    const path = `/api/proposals/${question?.id}`
    await asWarden(`${path}/decisions`, { decision: 'revoke', reason: 'Thank you.' })
    await anHourComes(chatelaine, daysAfter(NOW, 40))
    expect(await chatelaine.list('/api/orgs/guild/queue')).toMatchObject([
      { dueAt: null, waitsFor: expect.arrayContaining([{ kind: 'notice' }]) },
    ])
    // An owner who has asked them tells them, and then it has its day.
    expect((await asWarden(`${path}/notice`, { way: 'mail' })).status).toBe(201)
    expect(await chatelaine.list('/api/orgs/guild/queue')).toMatchObject([{ dueAt: expect.any(String) }])
  }, 90_000)

  it('before the note, while GitHub is asked for the address: the next run sends it, once', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    chatelaine.github.faults.before({ path: /^\/user\/\d+$/ }, 1, resolve)
    await killedWhile(promise, 1)
    for (const n of [2, 3, 4]) await hour(n)
    expect(mail.received).toHaveLength(1)
    expect(await notices()).toEqual([{ way: 'email', result: 'sent' }])
  }, 90_000)
})
