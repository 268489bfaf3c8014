/** The page on which a person reads what Slack, Discord and mailboxes received, newest first. All of it is text; nothing of it runs. */
import { document, type Html, html } from './html.ts'

/** A message as it came: the JSON body. */
export type Message = Readonly<Record<string, unknown>>

export type Channel = 'slack' | 'discord' | 'mail'

/** One that was taken, and when by the demo's clock. */
export type Taken = { readonly channel: Channel; readonly at: string; readonly message: Message }

/** So many are shown; older ones are counted. */
const SHOWN = 200

const NAMES: Readonly<Record<Channel, string>> = { slack: 'Slack', discord: 'Discord', mail: 'E-mail' }

export function messagesPage(taken: readonly Taken[]): string {
  const newest = taken.toReversed().slice(0, SHOWN)
  const older = taken.length - newest.length
  const body = html`<h1>Messages</h1>
<p>${taken.length === 0 ? 'None has come yet.' : `${taken.length} came, newest first.`}</p>
${newest.map((one) => article(one))}
${older > 0 ? html`<p>${older} older ones are not shown.</p>` : ''}`
  return document('Messages', body)
}

function article({ channel, at, message }: Taken): Html {
  const time = at.replace('T', ' ').replace(/:\d\d(\.\d+)?Z$/, ' UTC')
  return html`<article><p><small>${NAMES[channel]} · <time datetime="${at}">${time}</time></small></p>${CONTENT[channel](message)}</article>`
}

const CONTENT: Readonly<Record<Channel, (message: Message) => Html>> = {
  slack: (message) => {
    const blocks = rows(message.blocks)
    return blocks.length === 0
      ? prose(unescaped(text(message.text)))
      : html`${blocks.map((block) => slackBlock(block))}`
  },
  discord: (message) =>
    html`${text(message.content) === '' ? '' : discordText(text(message.content))}${rows(message.embeds).map((embed) => discordEmbed(embed))}`,
  mail: (message) =>
    html`<h2>${text(message.subject)}</h2><p><small>To ${text(message.to)}, from ${text(message.from)}</small></p>${prose(text(message.text))}`,
}

function slackBlock(block: Message): Html {
  const inside = row(block.text)
  const said = text(inside.text)
  if (block.type === 'header') return html`<h2>${unescaped(said)}</h2>`
  const fields = rows(block.fields).map((field) => html`<li>${unescaped(text(field.text))}</li>`)
  if (fields.length > 0) return html`<ul>${fields}</ul>`
  const [, url = '', label = ''] = inside.type === 'mrkdwn' ? (/^<([^|>]+)\|([^>]*)>$/.exec(said) ?? []) : []
  return url === '' ? prose(unescaped(said)) : html`<p>${link(unescaped(url), unescaped(label))}</p>`
}

/** Slack's three escapes. */
function unescaped(escaped: string): string {
  return escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

function discordEmbed(embed: Message): Html {
  const fields = rows(embed.fields).map(
    ({ name, value }) => html`<li>${plain(text(name))}: ${plain(text(value))}</li>`,
  )
  return html`<h2>${plain(text(embed.title))}</h2>${discordText(text(embed.description))}${fields.length > 0 ? html`<ul>${fields}</ul>` : ''}`
}

/** Markdown as far as the Worker writes it: escapes, and `[label](<address>)`. */
function discordText(marked: string): Html {
  const parts = marked.split(/(\[(?:\\.|[^\]\\])*\]\(<[^>]*>\))/)
  return html`<p class="said">${parts.map((part) => {
    const [, label, url] = /^\[(.*)\]\(<([^>]*)>\)$/s.exec(part) ?? []
    return url === undefined ? plain(part) : link(url, plain(label ?? ''))
  })}</p>`
}

function plain(marked: string): string {
  return marked.replace(/\\(.)/g, '$1')
}

/** Line by line as it was written, its addresses as links. */
function prose(said: string): Html {
  const parts = said.split(/(https?:\/\/[^\s<>"]+)/)
  return html`<p class="said">${parts.map((part) => (/^https?:/.test(part) ? link(part, part) : part))}</p>`
}

/** Only to where a browser fetches pages. */
function link(url: string, label: string): Html {
  return /^https?:\/\//.test(url) ? html`<a href="${url}">${label}</a>` : html`${label}`
}

function rows(value: unknown): readonly Message[] {
  return Array.isArray(value) ? value.map(row) : []
}

function row(value: unknown): Message {
  return value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value)) : {}
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
