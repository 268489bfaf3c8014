/** The page of messages shows what came as a person would read it, newest first, and none of it can run. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Channels, openChannels } from '../../fake-github/channels.ts'
import { discordMessage } from '../../src/notify/discord.ts'
import type { Message } from '../../src/notify/message.ts'
import { slackMessage } from '../../src/notify/slack.ts'

const NAME = '*Ada* <img src=x onerror=alert(1)> & Co'
const MESSAGE: Message = {
  kind: 'review_opened',
  dedupeKey: 'a',
  severity: 'ask',
  title: 'A review is open',
  lines: [`Asked about: ${NAME}.`, 'Two owners are wanted.'],
  counts: [{ name: 'Questions', value: 12 }],
  link: { label: 'To the review', url: 'https://keys.example/review?a=1&b=2' },
}
const ESCAPED = '*Ada* &#60;img src=x onerror=alert(1)&#62; &#38; Co'
const LINK = '<a href="https://keys.example/review?a=1&#38;b=2">To the review</a>'

let channels: Channels
let hours = 0
beforeAll(async () => {
  channels = await openChannels(() => `2026-11-22T0${hours}:30:00Z`)
})
afterAll(() => channels.close())

it('is empty before any came', async () => {
  expect(await page()).toContain('None has come yet.')
})

it.each([
  ['Slack', () => channels.slackUrl, slackMessage(MESSAGE)],
  ['Discord', () => channels.discordUrl, discordMessage(MESSAGE)],
])(
  'shows a message to %s with its time, its counts and its link, and what looks like HTML as text',
  async (name, url, message) => {
    hours += 1
    await send(url(), message)
    const [, newest = ''] = (await page()).split('<article>')
    expect(newest).toContain(
      `${name} · <time datetime="2026-11-22T0${hours}:30:00Z">2026-11-22 0${hours}:30 UTC</time>`,
    )
    expect(newest).toContain('A review is open</h2>')
    expect(newest).toContain(ESCAPED)
    expect(newest).toContain('Two owners are wanted.')
    expect(newest).toContain('<li>Questions: 12</li>')
    expect(newest).toContain(LINK)
  },
)

it('shows an e-mail with whom it is for, its lines, and its addresses as links', async () => {
  const text = 'Hello <b>you</b>,\n\nhttps://keys.example/me is yours.'
  await send(channels.mailUrl, {
    from: 'keys@lab.example',
    to: 'ada@people.example',
    subject: 'Do you need it?',
    text,
  })
  const [, newest = ''] = (await page()).split('<article>')
  expect(newest).toContain('Do you need it?</h2>')
  expect(newest).toContain('To ada@people.example, from keys@lab.example')
  expect(newest).toContain(
    'Hello &#60;b&#62;you&#60;/b&#62;,\n\n<a href="https://keys.example/me">https://keys.example/me</a> is yours.',
  )
})

it('links to nothing but web addresses, and takes no value for HTML', async () => {
  await send(channels.slackUrl, {
    blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '<javascript:alert(1)|Look>' } }],
  })
  await send(channels.discordUrl, {
    embeds: [{ title: { html: '<script>1</script>' }, description: '[Look](<javascript:alert(1)>)' }],
  })
  await send(channels.mailUrl, {
    to: 'a',
    subject: { html: '<script>2</script>' },
    text: 'javascript:alert(1)',
  })
  const shown = await page()
  expect(shown).not.toContain('href="javascript')
  expect(shown).not.toContain('<script')
})

it('lets nothing run and nothing be fetched', async () => {
  const answer = await fetch(channels.pageUrl)
  expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
})

async function page(): Promise<string> {
  return (await fetch(channels.pageUrl)).text()
}

async function send(url: string, message: object): Promise<void> {
  const { ok } = await fetch(url, { method: 'POST', body: JSON.stringify(message) })
  expect(ok).toBe(true)
}
