/** What `npm start` says of the messages that its invented Slack and Discord receive. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messagesSince } from '../../bin/start/messages.ts'
import { type Channels, openChannels } from '../../fake-github/channels.ts'
import { discordMessage } from '../../src/notify/discord.ts'
import type { Message } from '../../src/notify/message.ts'
import { slackMessage } from '../../src/notify/slack.ts'

let channels: Channels
const MESSAGE: Message = {
  kind: 'review_opened',
  dedupeKey: 'a',
  severity: 'ask',
  title: 'A review is open',
  lines: ['Due on 5 December.', 'Two owners are wanted.'],
  counts: [{ name: 'Questions', value: 12 }],
  link: { label: 'To the review', url: 'https://keys.example/review' },
}

beforeAll(async () => {
  channels = await openChannels()
  await sent(channels.slackUrl, slackMessage(MESSAGE))
  await sent(channels.discordUrl, discordMessage(MESSAGE))
})

afterAll(() => channels.close())

describe('npm start', () => {
  it('o: with --log prints every message whole, once', () => {
    const said: string[] = []
    const look = messagesSince(channels, true, (line) => said.push(line))
    look()
    look()
    expect(said.map((text) => text.split('\n')[0])).toEqual(['  To Slack:', '  To Discord:'])
    for (const text of said)
      for (const part of [
        'A review is open',
        'Due on 5 December',
        'Two owners are wanted',
        'Questions',
        '12',
      ])
        expect(text.split(part)).toHaveLength(2)
  })

  it('without it says how many came', () => {
    const said: string[] = []
    messagesSince(channels, false, (line) => said.push(line))()
    expect(said).toEqual(['  1 message to Slack', '  1 message to Discord'])
  })
})

async function sent(url: string, message: object): Promise<void> {
  const answer = await fetch(url, { method: 'POST', body: JSON.stringify(message) })
  expect(answer.ok).toBe(true)
}
