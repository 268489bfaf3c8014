/** A hostile name does nothing in Slack and Discord: checked on the messages, without sending them. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { discordMessage } from '../../src/notify/discord.ts'
import type { Message } from '../../src/notify/message.ts'
import { slackMessage } from '../../src/notify/slack.ts'

const sample: Message = {
  kind: 'audit_finished',
  dedupeKey: 'audit-1',
  title: 'lichen-lab: the audit found something new',
  lines: ['1 account has become inactive.'],
  link: { label: 'See the audit', url: 'https://keys.example.org/orgs/lichen-lab/audits/audit-1' },
  counts: [{ name: 'Inactive', value: 1 }],
  severity: 'news',
}

/** The same message with one name in every place where a name can stand. */
function naming(name: string): Message {
  return { ...sample, title: name, lines: [name, `Credential ${name} is new.`], counts: [{ name, value: 1 }] }
}

describe('Slack', () => {
  test.each(['<!channel>', '<!here>', '<@U012AB3CD>', '<https://evil.example|click>', 'a & b < c > d'])(
    'a credential named %s shows as it is and mentions nobody',
    (name) => {
      const message = slackMessage(naming(name))
      const texts = [message.text, ...plainTexts(message)]
      for (const text of texts) expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
      expect(unescaped(message.text)).toContain(name)
    },
  )

  test('names stand in plain text only, so that no formatting works', () => {
    const message = slackMessage(naming('*bold* _it_ ~no~ `code`'))
    const marked = message.blocks.filter(
      (block) => 'text' in block && block.type === 'section' && block.text.type === 'mrkdwn',
    )
    expect(JSON.stringify(marked)).not.toContain('bold')
    expect(message).toMatchObject({
      mrkdwn: false,
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
    })
  })

  test('any message stays inside the limits', () => {
    fc.assert(
      fc.property(anyMessage(), (message) => {
        const sent = slackMessage(message)
        expect(sent.blocks.length).toBeLessThanOrEqual(50)
        expect(JSON.stringify(sent).length).toBeLessThan(40_000)
        for (const block of sent.blocks) {
          if ('fields' in block) {
            expect(block.fields.length).toBeLessThanOrEqual(10)
            for (const field of block.fields) expect(field.text.length).toBeLessThanOrEqual(2000)
          } else {
            expect(block.text.text.length).toBeLessThanOrEqual(block.type === 'header' ? 150 : 3000)
            expect(block.text.text.length).toBeGreaterThan(0)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  test('a text that is too long is cut between characters, never inside an escape', () => {
    const message = slackMessage({ ...sample, title: '&'.repeat(400) })
    expect(message.text).toMatch(/^🗝️ (&amp;)+…$/u)
    expect(slackMessage({ ...sample, title: '👩‍🔬'.repeat(400) }).text.isWellFormed()).toBe(true)
  })
})

describe('Discord', () => {
  test('no mention is parsed, whatever the message contains', () => {
    expect(discordMessage(naming('@everyone')).allowed_mentions).toEqual({ parse: [] })
  })

  test.each([
    '@everyone',
    '<@123>',
    '**bold**',
    '`code`',
    '[click](https://evil.example)',
    'https://evil.example',
    '||x||',
  ])('a credential named %s shows as it is', (name) => {
    const [embed] = discordMessage(naming(name)).embeds
    for (const text of [embed.title, embed.fields[0]?.name ?? '', embed.description.split('\n')[0] ?? '']) {
      expect(text).not.toMatch(/(?<!\\)[*_~`|<>[\]@]|https:\/\//)
      expect(text.replace(/\\(.)/g, '$1')).toBe(name)
    }
  })

  test.each(['- item', '+ item', '1. item', '# big', '> quoted'])(
    'a line that begins with %s makes no list',
    (line) => {
      const [embed] = discordMessage({ ...sample, lines: [line] }).embeds
      expect(embed.description).toMatch(/^(\\|1\\)/)
    },
  )

  test('any message stays inside the limits', () => {
    fc.assert(
      fc.property(anyMessage(), (message) => {
        const [embed] = discordMessage(message).embeds
        expect(embed.title.length).toBeLessThanOrEqual(256)
        expect(embed.description.length).toBeLessThanOrEqual(4096)
        expect(embed.fields.length).toBeLessThanOrEqual(25)
        const fields = embed.fields.flatMap(({ name, value }) => [name, value])
        expect([embed.title, embed.description, ...fields].join('').length).toBeLessThanOrEqual(6000)
        for (const field of fields) expect(field.length).toBeGreaterThan(0)
      }),
      { numRuns: 60 },
    )
  })
})

test('a name with line breaks or direction marks stays one line that reads forwards and shows the marks', () => {
  const name = 'deploy\nkey\u202Eevil\u0007'
  expect(slackMessage(naming(name)).text).toBe('🗝️ deploy key‹U+202E›evil‹U+0007›')
  expect(discordMessage(naming(name)).embeds[0].title).toBe('deploy key‹U+202E›evil‹U+0007›')
})

function anyMessage(): fc.Arbitrary<Message> {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 400 }),
    fc.constantFrom('&'.repeat(9000), '*'.repeat(9000), '👩‍🔬'.repeat(3000)),
  )
  return fc.record({
    kind: fc.constant('trouble' as const),
    dedupeKey: fc.constant('any'),
    title: text,
    lines: fc.array(text, { maxLength: 60 }),
    link: fc.constant(sample.link),
    counts: fc.array(fc.record({ name: text, value: fc.nat() }), { maxLength: 40 }),
    severity: fc.constantFrom('news' as const, 'ask' as const, 'done' as const, 'trouble' as const),
  })
}

function plainTexts(message: ReturnType<typeof slackMessage>): string[] {
  return message.blocks.flatMap((block) => {
    if ('fields' in block) return block.fields.map(({ text }) => text)
    return block.text.type === 'plain_text' ? [block.text.text] : []
  })
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
