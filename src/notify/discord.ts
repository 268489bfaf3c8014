/** Writes a message for a Discord webhook: one embed, mentions switched off and markdown escaped. */

import { type Escape, fitted, fittedLines } from './fit-text.ts'
import type { Message, Severity } from './message.ts'

/** Discord's documented limits, in characters: title 256, description 4,096, 25 fields of 256 + 1,024, 6,000 in all. */
const TITLE = 256
const DESCRIPTION = 4096
const FIELDS = 25
const FIELD_NAME = 256
const FIELD_VALUE = 1024
const EMBED = 6000
/** Our own limit, so that one sentence cannot fill the description. */
const LINE = 1000

interface Field {
  readonly name: string
  readonly value: string
  readonly inline: true
}

/** The body of a request to a Discord webhook. */
export interface DiscordMessage {
  readonly allowed_mentions: { readonly parse: readonly never[] }
  readonly embeds: readonly [
    {
      readonly title: string
      readonly url: string
      readonly description: string
      readonly color: number
      readonly fields: readonly Field[]
    },
  ]
}

/** The message as Discord's webhook takes it. */
export function discordMessage(message: Message): DiscordMessage {
  const title = fitted(message.title, TITLE, discordEscape)
  const link = `[${fitted(message.link.label, TITLE, discordEscape)}](<${discordUrl(message.link.url)}>)`
  const fields = fieldsWithin(message.counts, EMBED - DESCRIPTION - title.length)
  const lines = fittedLines(message.lines, DESCRIPTION - link.length - 2, LINE, discordEscape)
    .split('\n')
    .map(lineStart)
    .join('\n')
  return {
    allowed_mentions: { parse: [] },
    embeds: [
      {
        title,
        url: discordUrl(message.link.url),
        description: lines === '' ? link : `${lines}\n\n${link}`,
        color: COLORS[message.severity],
        fields,
      },
    ],
  }
}

/** Escapes every character of Discord's markdown, and `/` because bare addresses become links: a name shows as it is. */
const discordEscape: Escape = (character) =>
  /[\\*_~`|<>[\]()@#/]/.test(character) ? `\\${character}` : character

const COLORS: Readonly<Record<Severity, number>> = {
  news: 0x3b6ea5,
  ask: 0xb07d12,
  done: 0x3f7d4e,
  trouble: 0xb3402e,
}

/** As many counts as fit: the embed's limit covers all of its texts together. */
function fieldsWithin(counts: Message['counts'], limit: number): Field[] {
  const fields: Field[] = []
  let left = limit
  for (const { name, value } of counts.slice(0, FIELDS)) {
    const field = {
      name: fitted(name, FIELD_NAME, discordEscape),
      value: fitted(String(value), FIELD_VALUE, discordEscape),
      inline: true as const,
    }
    left -= field.name.length + field.value.length
    if (left < 0) break
    fields.push(field)
  }
  return fields
}

/** Escapes `-`, `+` and `1.` at the start of a line, where they would make a list. */
function lineStart(line: string): string {
  return line.replace(/^([-+])/, '\\$1').replace(/^(\d+)\./, '$1\\.')
}

function discordUrl(url: string): string {
  return url.replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('(', '%28').replaceAll(')', '%29')
}
