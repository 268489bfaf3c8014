/** What is decided and taken back is told of by name: whoever chose the name says nothing else by it, in Slack and in Discord. */
import { describe, expect, test } from 'vitest'
import { discordMessage } from '../../src/notify/discord.ts'
import { decided, revoked } from '../../src/notify/messages.ts'
import { slackMessage } from '../../src/notify/slack.ts'
import type { Subject } from '../../src/policy/words.ts'
import { deployKey, history, maraVoss, withNames } from '../fixtures/messages.ts'

const HIDDEN = /[\p{Bidi_Control}\u200B\uFEFF\u{E0000}-\u{E007F}\n\t]/u

const messagesAbout = (subject: Subject, reason: string) => [
  decided(withNames, {
    ...{ id: 'd', reviewId: 'r', by: maraVoss, decision: 'revoke', as: 'first', subjects: [subject] },
    ...{ needSecond: 0, twoOpinions: 0, toTell: 0, notBefore: null, history },
  }),
  revoked(withNames, {
    ...{ proposalId: 'p', reviewId: 'r', attempt: 1, subject, status: 'failed', reason, history },
    outcomes: { done: 0, alreadyGone: 0, failed: 1, byHand: 0, rehearsed: 0, unanswered: 0 },
  }),
]

const textsOf = (subject: Subject, reason: string) =>
  messagesAbout(subject, reason).flatMap((message) => {
    const { text, blocks } = slackMessage(message)
    const [{ title, description }] = discordMessage(message).embeds
    const lines = blocks.flatMap((block) =>
      'text' in block && block.text.type === 'plain_text' ? block.text.text.split('\n') : [],
    )
    // The last line is the message's own link.
    return { slack: [text, ...lines], discord: [title, ...description.split('\n').slice(0, -1)] }
  })

describe.each([
  '<!channel><script>alert(1)</script>',
  'x'.repeat(200),
  'key\u202Egpj.\u2066\u200B\u{E0041}',
  'מפתח של דניאל',
  '=cmd()\n@everyone [here](https://evil.example)',
])('a name %j', (name) => {
  test.each<[string, Subject]>([
    ['credential', { ...deployKey, name } as Subject],
    ['invitation', { kind: 'invitation', id: 5, login: null, name }],
  ])('of a %s mentions nobody, links nothing and hides nothing', (_, subject) => {
    for (const { slack, discord } of textsOf(subject, `Not taken back: ${name}.`)) {
      for (const text of slack) expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/)
      for (const text of discord) expect(text).not.toMatch(/(?<!\\)[<>@[\]]|https:\/\//)
      for (const text of [...slack, ...discord]) expect(text).not.toMatch(HIDDEN)
      expect(slack[0]?.length).toBeLessThanOrEqual(150)
    }
  })
})

test.each(['', '  '])('a credential with the name %j is told of as one without a name', (name) => {
  for (const { slack, discord } of textsOf({ ...deployKey, name } as Subject, 'Nothing was read.'))
    for (const text of [slack[0], discord[0]]) expect(text).toContain('the deploy key without a name')
})
