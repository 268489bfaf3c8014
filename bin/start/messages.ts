/** Tells what the invented Slack, Discord and mailboxes receive: with `--log` each message whole, else how many. */
import type { Channels } from '../../fake-github/channels.ts'
import { invisibleShown } from '../../src/policy/words/invisible.ts'

const CHANNELS = [
  ['slack', 'Slack'],
  ['discord', 'Discord'],
  ['mail', 'people by e-mail'],
] as const

/** A look that says what has come since the look before; everything is new to the first. */
export function messagesSince(
  { received }: Pick<Channels, 'received'>,
  isWhole: boolean,
  say: (line: string) => void,
): () => void {
  const seen = { slack: 0, discord: 0, mail: 0 }
  return () => {
    for (const [channel, name] of CHANNELS) {
      const fresh = received[channel].slice(seen[channel])
      seen[channel] += fresh.length
      if (isWhole) for (const message of fresh) say(`  To ${name}:\n${textOf(message)}`)
      else if (fresh.length > 0)
        say(`  ${fresh.length} ${fresh.length === 1 ? 'message' : 'messages'} to ${name}`)
    }
  }
}

/** Each of its texts once, on lines of their own. */
function textOf(message: Readonly<Record<string, unknown>>): string {
  const lines = new Set(textsIn(message).flatMap((text) => text.split('\n')))
  return [...lines].map((line) => `    ${invisibleShown(line)}`.trimEnd()).join('\n')
}

/** Where the channels keep what people read. */
const READ = ['text', 'content', 'title', 'description', 'name', 'value', 'to', 'subject']

function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? (READ.includes(key) ? [inner] : []) : textsIn(inner),
  )
}
