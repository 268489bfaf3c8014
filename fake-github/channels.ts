/** Receivers of messages: Slack's and Discord's incoming webhooks with their real limits, a mail service, and a page on which to read what came. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Channel, type Message, messagesPage, type Taken } from './web/messages.ts'

export type Channels = {
  readonly slackUrl: string
  readonly discordUrl: string
  /** Takes e-mails as JSON, for local/with-mail.ts. */
  readonly mailUrl: string
  /** Where a person reads what came. */
  readonly pageUrl: string
  /** Messages taken, oldest first. */
  readonly received: Readonly<Record<Channel, Message[]>>
  /** All of them in the order in which they came. */
  readonly taken: readonly Taken[]
  /** Shows these on the page as taken earlier. */
  recall(earlier: readonly Taken[]): void
  /** Every attempt, refused ones too. */
  readonly attempts: { readonly channel: Channel; readonly status: number }[]
  /** Answer the next letter so, whatever it says; several calls queue up. */
  answerNext(status: number, headers?: Readonly<Record<string, string>>): void
  close(): Promise<void>
}

type Reply = {
  readonly status: number
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
}

/** Slack: 50 blocks, 3,000 characters a section, 150 a header, 2,000 a field, 40,000 of text. */
const slackLimits = { blocks: 50, section: 3000, header: 150, field: 2000, fields: 10, text: 40_000 }
/** Discord: 2,000 characters, 10 embeds, 6,000 characters over all of them. */
const discordLimits = {
  content: 2000,
  embeds: 10,
  title: 256,
  description: 4096,
  fields: 25,
  name: 256,
  value: 1024,
  footer: 2048,
  all: 6000,
}

/** Open the receivers on one loopback address; what comes is dated by `now`. */
export async function openChannels(now = () => new Date().toISOString()): Promise<Channels> {
  const received: Channels['received'] = { slack: [], discord: [], mail: [] }
  const taken: Taken[] = []
  const attempts: { channel: Channel; status: number }[] = []
  const planned: Reply[] = []
  const slackPath = '/services/T0000/B0000/demo'
  const discordPath = '/api/webhooks/1000/demo'
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (request.method === 'GET' && path === PAGE) return show(response, taken)
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const channel = path === MAIL ? 'mail' : path.startsWith('/services/') ? 'slack' : 'discord'
      const known = [slackPath, discordPath, MAIL].includes(path)
      const message = messageOf(Buffer.concat(parts).toString())
      const reply = planned.shift() ?? (known ? judge(channel, message) : unknownHook(channel))
      attempts.push({ channel, status: reply.status })
      if (reply.status < 300 && message) {
        received[channel].push(message)
        taken.push({ channel, at: now(), message })
      }
      answer(response, channel, reply)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo
  return {
    slackUrl: `http://127.0.0.1:${port}${slackPath}`,
    discordUrl: `http://127.0.0.1:${port}${discordPath}`,
    mailUrl: `http://127.0.0.1:${port}${MAIL}`,
    pageUrl: `http://127.0.0.1:${port}${PAGE}`,
    received,
    taken,
    recall: (earlier) => {
      taken.unshift(...earlier)
    },
    attempts,
    answerNext(status, headers = {}) {
      planned.push({
        status,
        text: status === 429 ? 'rate_limited' : status < 300 ? 'ok' : 'no_service',
        headers,
      })
    },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeAllConnections()
      }),
  }
}

const MAIL = '/mail'
const PAGE = '/messages'

/** Nothing that came may run or be fetched. */
function show(response: ServerResponse, taken: readonly Taken[]): void {
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  }
  response.writeHead(200, headers).end(messagesPage(taken))
}

function answer(response: ServerResponse, channel: Channel, reply: Reply): void {
  const { status, text, headers = {} } = reply
  if (channel !== 'discord') {
    response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(text)
    return
  }
  if (status === 204) {
    response.writeHead(204, headers).end()
    return
  }
  const wait = Number(headers['retry-after'] ?? 1)
  const body =
    status === 429
      ? { message: 'You are being rate limited.', retry_after: wait, global: false }
      : { message: text, code: status === 404 ? 10015 : 50035 }
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function judge(channel: Channel, message: Message | null): Reply {
  switch (channel) {
    case 'slack':
      return judgeSlack(message)
    case 'discord':
      return judgeDiscord(message)
    case 'mail':
      return textOf(message?.to) === ''
        ? { status: 400, text: 'E_FIELD_MISSING' }
        : { status: 200, text: 'takes' }
  }
}

function unknownHook(channel: Channel): Reply {
  return { status: 404, text: channel === 'slack' ? 'no_service' : 'Unknown Webhook' }
}

function judgeSlack(message: Message | null): Reply {
  if (!message) return { status: 400, text: 'invalid_payload' }
  const blocks = list(message.blocks)
  if (blocks.length === 0 && textOf(message.text) === '') return { status: 400, text: 'no_text' }
  const tooLong = blocks.some((block) => {
    const size = textOf(inner(block.text).text).length
    const fields = list(block.fields)
    return (
      size > (block.type === 'header' ? slackLimits.header : slackLimits.section) ||
      fields.length > slackLimits.fields ||
      fields.some((field) => textOf(field.text).length > slackLimits.field)
    )
  })
  if (tooLong || blocks.length > slackLimits.blocks) return { status: 400, text: 'invalid_blocks' }
  if (textOf(message.text).length > slackLimits.text) return { status: 400, text: 'msg_too_long' }
  return { status: 200, text: 'ok' }
}

function judgeDiscord(message: Message | null): Reply {
  if (!message) return { status: 400, text: 'The request body contains invalid JSON.' }
  const embeds = list(message.embeds)
  const content = textOf(message.content)
  if (content === '' && embeds.length === 0) return { status: 400, text: 'Cannot send an empty message' }
  const sizes = embeds.map((embed) => {
    const fields = list(embed.fields)
    const pairs = fields.map((field) => textOf(field.name).length + textOf(field.value).length)
    return {
      bad:
        textOf(embed.title).length > discordLimits.title ||
        textOf(embed.description).length > discordLimits.description ||
        textOf(inner(embed.footer).text).length > discordLimits.footer ||
        fields.length > discordLimits.fields ||
        fields.some(
          (field) =>
            textOf(field.name).length > discordLimits.name ||
            textOf(field.value).length > discordLimits.value,
        ),
      all:
        [embed.title, embed.description, inner(embed.footer).text].map(textOf).join('').length +
        pairs.reduce((sum, size) => sum + size, 0),
    }
  })
  const all = sizes.reduce((sum, size) => sum + size.all, 0)
  if (
    content.length > discordLimits.content ||
    embeds.length > discordLimits.embeds ||
    all > discordLimits.all ||
    sizes.some((size) => size.bad)
  )
    return { status: 400, text: 'Invalid Form Body' }
  return { status: 204, text: '' }
}

function messageOf(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? inner(value) : null
  } catch {
    // Both receivers answer what is not JSON with a 400 of their own.
    return null
  }
}

function list(value: unknown): readonly Message[] {
  return Array.isArray(value) ? value.map(inner) : []
}

function inner(value: unknown): Message {
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value)) : {}
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
