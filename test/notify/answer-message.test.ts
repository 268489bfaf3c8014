/** The message that somebody answered: it says so, and never what. */

import { expect, it } from 'vitest'
import { answered } from '../../src/notify/messages.ts'

const context = (names: boolean) => ({
  publicUrl: 'https://keys.example',
  organization: { id: 100, login: 'lichen' },
  names,
})
const answer = {
  id: 'answer-1',
  reviewId: 'review-1',
  subject: { kind: 'account', id: 2, login: 'bela' },
  enteredBy: { kind: 'person', id: 1, login: 'ada' },
  history: { seq: 7, hash: 'abc' },
} as const

it('names nobody unless the settings say so', () => {
  expect(JSON.stringify(answered(context(false), answer))).not.toMatch(/bela|ada/)
  expect(answered(context(true), answer).title).toBe('lichen: bela answered the question about their access')
})

it('links to the review, and says who entered what was told another way', () => {
  expect(answered(context(true), answer)).toMatchObject({
    title: expect.any(String),
    lines: [
      'What they say is on the page, for owners. Please read it before anything is carried out. It was told another way, and ada entered it.',
      'History: entry 7, abc',
    ],
    link: { url: 'https://keys.example/orgs/lichen/reviews/review-1' },
  })
})
