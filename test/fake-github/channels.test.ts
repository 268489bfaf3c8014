/** The receivers of messages take what Slack and Discord take, and refuse what they refuse. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Channels, openChannels } from '../../fake-github/channels.ts'

let channels: Channels
beforeAll(async () => {
  channels = await openChannels()
})
afterAll(() => channels.close())

const post = async (url: string, message: unknown) => {
  const answer = await fetch(url, {
    method: 'POST',
    body: typeof message === 'string' ? message : JSON.stringify(message),
  })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

it('Slack says ok and Discord 204', async () => {
  expect(await post(channels.slackUrl, { text: 'Hello' })).toMatchObject({ status: 200, text: 'ok' })
  expect(await post(channels.discordUrl, { content: 'Hello' })).toMatchObject({ status: 204, text: '' })
  expect(channels.received).toEqual({ slack: [{ text: 'Hello' }], discord: [{ content: 'Hello' }], mail: [] })
})

it('letters over the limits are refused and not received', async () => {
  const section = { type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3001) } }
  expect(await post(channels.slackUrl, { text: 'x', blocks: [section] })).toMatchObject({
    status: 400,
    text: 'invalid_blocks',
  })
  expect(await post(channels.slackUrl, { blocks: Array(51).fill({ type: 'divider' }) })).toMatchObject({
    status: 400,
  })
  expect((await post(channels.discordUrl, { content: 'x'.repeat(2001) })).status).toBe(400)
  expect(
    (await post(channels.discordUrl, { embeds: Array(2).fill({ description: 'x'.repeat(3500) }) })).status,
  ).toBe(400)
  expect((await post(channels.discordUrl, {})).status).toBe(400)
  expect((await post(channels.slackUrl, 'nonsense')).text).toBe('invalid_payload')
  expect(channels.received.slack).toHaveLength(1)
})

it('an address that was taken down answers 404', async () => {
  expect(await post(channels.slackUrl.replace('demo', 'gone'), { text: 'x' })).toMatchObject({
    status: 404,
    text: 'no_service',
  })
})

it('the next answer can be chosen', async () => {
  channels.answerNext(429, { 'retry-after': '2' })
  const limited = await post(channels.discordUrl, { content: 'x' })
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2'])
  expect((await post(channels.discordUrl, { content: 'x' })).status).toBe(204)
})
