/** The reasons that owners gave for exemptions: the operator changes rules without reading them. */
import { describe, expect, it } from 'vitest'
import { OPERATOR_TOKEN, OWNER, openSite } from '../fixtures/register/site.ts'

describe('why owners exempt somebody', () => {
  it('is read by owners alone, and not lost when the operator sends the rules back', async () => {
    const site = await openSite()
    const bela = { login: 'bela', until: '2027-03-01', reason: 'a private reason' }
    await site.putRules({ exemptions: [bela] })
    const ofOperator = async () =>
      (await (await site.api('/api/orgs/lichen/settings')).json()) as { exemptions: { reason: string }[] }
    const ofOwner = async () =>
      ((await (await site.visit('/api/orgs/lichen/settings', OWNER)).json()) as typeof shown).exemptions
    const shown = await ofOperator()
    expect(shown.exemptions).toMatchObject([{ login: 'bela', reason: '(for owners alone)' }])
    const before = await ofOwner()
    expect(before).toMatchObject([{ reason: 'a private reason' }])
    const byOperator = (rules: object) =>
      site.api('/api/orgs/lichen/settings', OPERATOR_TOKEN, { method: 'PUT', body: JSON.stringify(rules) })
    const bot = { login: 'bot[bot]', until: '2027-03-01', reason: 'of the operator' }
    const sent = await byOperator({ ...shown, noticeDays: 13, exemptions: [...shown.exemptions, bot] })
    expect(sent.status).toBe(200)
    expect(await ofOwner()).toMatchObject([...before, { reason: 'of the operator' }])
    expect((await ofOperator()).exemptions.map(({ reason }) => reason)).toEqual([
      '(for owners alone)',
      'of the operator',
    ])
    const nobody = await byOperator({
      exemptions: [{ ...bot, login: 'stranger', reason: '(for owners alone)' }],
    })
    expect([nobody.status, await nobody.text()]).toEqual([
      422,
      expect.stringContaining('An exemption needs a reason.'),
    ])
  })
})
