/** Writes a message for a Slack incoming webhook, in plain-text blocks, where no name can ping, link or format. */

import { type Escape, fitted, fittedLines } from './fit-text.ts'
import type { Message, Severity } from './message.ts'

/** Slack's documented limits, in characters: header 150, section text 3,000, field 2,000, ten fields a section. */
const HEADER = 150
const SECTION = 3000
const FIELD = 2000
const FIELDS = 10
/** Our own limit, so that one sentence cannot fill a whole section. */
const LINE = 1000

interface PlainText {
  readonly type: 'plain_text'
  readonly text: string
  readonly emoji: false
}

type Block =
  | { readonly type: 'header'; readonly text: PlainText }
  | { readonly type: 'section'; readonly text: PlainText }
  | { readonly type: 'section'; readonly fields: readonly PlainText[] }
  | {
      readonly type: 'section'
      readonly text: { readonly type: 'mrkdwn'; readonly text: string; readonly verbatim: true }
    }

/** The body of a request to a Slack webhook. */
export interface SlackMessage {
  /** What notifications and screen readers show. */
  readonly text: string
  readonly mrkdwn: false
  /** `none`, and no link_names: Slack must not look for channels or people in the text. */
  readonly parse: 'none'
  readonly link_names: false
  readonly unfurl_links: false
  readonly unfurl_media: false
  readonly blocks: readonly Block[]
}

/** The message as Slack's webhook takes it. */
export function slackMessage(message: Message): SlackMessage {
  const title = `${MARKS[message.severity]} ${message.title}`
  const lines = fittedLines(message.lines, SECTION, LINE, slackEscape)
  const fields = message.counts.slice(0, FIELDS).map(({ name, value }) => plain(`${name}: ${value}`, FIELD))
  return {
    text: fitted(title, HEADER, slackEscape),
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: 'header', text: plain(title, HEADER) },
      ...(lines === ''
        ? []
        : [
            {
              type: 'section' as const,
              text: { type: 'plain_text' as const, text: lines, emoji: false as const },
            },
          ]),
      ...(fields.length === 0 ? [] : [{ type: 'section' as const, fields }]),
      {
        type: 'section',
        text: {
          type: 'mrkdwn',
          text: `<${slackUrl(message.link.url)}|${fitted(message.link.label, HEADER, slackLabel)}>`,
          verbatim: true,
        },
      },
    ],
  }
}

/** Escapes the three characters of Slack's markup; without them there is no `<!channel>` and no `<@U…>`. */
const slackEscape: Escape = (character) => ESCAPES[character] ?? character

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

const MARKS: Readonly<Record<Severity, string>> = { news: '🗝️', ask: '⚖️', done: '✔️', trouble: '⚠️' }

/** A link's label stands in mrkdwn, so the formatting characters are removed too. */
const slackLabel: Escape = (character) => (/[*_~`|]/.test(character) ? ' ' : slackEscape(character))

function plain(text: string, limit: number): PlainText {
  return { type: 'plain_text', text: fitted(text, limit, slackEscape), emoji: false }
}

function slackUrl(url: string): string {
  return url.replaceAll('&', '&amp;').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('|', '%7C')
}
