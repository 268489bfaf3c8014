/** Every sentence of the messages, pinned by a snapshot. */
import { describe, expect, test } from 'vitest'
import { discordMessage } from '../../src/notify/discord.ts'
import { type Message, readMessage } from '../../src/notify/message.ts'
import {
  auditFinished,
  decided,
  givenBack,
  type MessageContext,
  reviewOpened,
  reviewReminder,
  revoked,
  ruleChangeCancelled,
  ruleChangePending,
  rulesChanged,
  tokenEnded,
  tokenMade,
  trouble,
} from '../../src/notify/messages.ts'
import { slackMessage } from '../../src/notify/slack.ts'
import { DEFAULT_RULES } from '../../src/policy/rules/rules.ts'
import { CALM_MESSAGES } from '../fixtures/calm-messages.ts'
import {
  back,
  deployKey,
  history,
  ilse,
  maraVoss,
  news,
  nothingNew,
  token,
  verdicts,
  withNames,
  withoutNames,
} from '../fixtures/messages.ts'
import { QUEUE_AND_PEOPLE_MESSAGES } from '../fixtures/people-messages.ts'

const MESSAGES: Record<string, (context: MessageContext) => Message | null> = {
  'an audit that found something new': (context) =>
    auditFinished(context, { id: 'audit-7', status: 'partial', first: false, verdicts, news }),
  'the first audit': (context) =>
    auditFinished(context, { id: 'audit-1', status: 'complete', first: true, verdicts, news: nothingNew }),
  'an opened review': (context) =>
    reviewOpened(context, {
      id: 'review-3',
      quarter: '2026-Q4',
      dueAt: '2026-12-13T06:00:00.000Z',
      subjects: ['account', 'account', 'invitation', 'credential'],
      ...{ privileged: 1, toTell: 2, missing: null, hasContributors: true },
      history,
    }),
  'an opened review without proposals': (context) =>
    reviewOpened(context, {
      id: 'review-4',
      quarter: '2027-Q1',
      dueAt: '2027-01-22T06:00:00.000Z',
      subjects: [],
      ...{ privileged: 0, toTell: 0, missing: null, hasContributors: true },
      history: null,
    }),
  'a reminder': (context) => reviewReminder(context, { ...reminder, overdue: false }),
  'a reminder of an overdue review': (context) =>
    reviewReminder(context, { ...reminder, number: 3, overdue: true }),
  'one decision': (context) => decided(context, { ...decision, subjects: [ilse] }),
  'several decisions at once': (context) =>
    decided(context, { ...decision, subjects: [ilse, ilse, deployKey], needSecond: 1 }),
  'a decision to make emeritus': (context) =>
    decided(context, { ...decision, decision: 'emeritus', subjects: [ilse] }),
  'a decision to keep': (context) =>
    decided(context, { ...decision, decision: 'keep', notBefore: null, subjects: [deployKey] }),
  'different decisions saved together': (context) =>
    decided(context, { ...decision, decision: null, subjects: [ilse, ilse, deployKey] }),
  'a finished revocation': (context) => revoked(context, revocation),
  'a failed revocation': (context) =>
    revoked(context, {
      ...revocation,
      subject: deployKey,
      status: 'failed',
      reason: 'GitHub answered 403 to the deletion of the deploy key.',
      outcomes: { done: 0, alreadyGone: 0, failed: 1, byHand: 1, rehearsed: 0, unanswered: 0 },
    }),
  'a revocation that is left to a person': (context) =>
    revoked(context, {
      ...revocation,
      subject: deployKey,
      status: 'by_hand',
      reason: 'A person has to follow the links; the next audit verifies it.',
      outcomes: { done: 0, alreadyGone: 0, failed: 0, byHand: 2, rehearsed: 0, unanswered: 0 },
    }),
  'a revocation that is left to a person in part': (context) =>
    revoked(context, {
      ...revocation,
      status: 'by_hand',
      outcomes: { done: 1, alreadyGone: 0, failed: 0, byHand: 1, rehearsed: 0, unanswered: 0 },
    }),
  'a revocation that was stopped': (context) =>
    revoked(context, {
      ...revocation,
      status: 'stopped',
      reason: 'The removals of this organisation are paused.',
      outcomes: { done: 0, alreadyGone: 0, failed: 0, byHand: 0, rehearsed: 0, unanswered: 0 },
    }),
  'a withdrawn revocation': (context) =>
    revoked(context, {
      ...revocation,
      status: 'withdrawn',
      reason: 'ilse-brandt has become active.',
      outcomes: { done: 0, alreadyGone: 0, failed: 0, byHand: 0, rehearsed: 0, unanswered: 0 },
    }),
  'a rehearsed revocation': (context) =>
    revoked(context, {
      ...revocation,
      status: 'rehearsed',
      outcomes: { done: 0, alreadyGone: 0, failed: 0, byHand: 0, rehearsed: 3, unanswered: 0 },
    }),
  'access that was given back': (context) => givenBack(context, back('done')),
  'access that waits for an acceptance': (context) => givenBack(context, back('invited')),
  'access that waits for a hand to come back': (context) => givenBack(context, back('by_hand')),
  'access that could not be given back': (context) => givenBack(context, back('failed')),
  'a first review': (context) =>
    reviewOpened(context, {
      id: 'review-1',
      quarter: '2026-Q4',
      dueAt: '2026-12-13T06:00:00.000Z',
      subjects: ['account'],
      ...{ privileged: 0, toTell: 0, missing: null, hasContributors: false },
      firstRules: DEFAULT_RULES,
      history,
    }),
  'rules that wait': (context) =>
    ruleChangePending(context, {
      ...{ id: 'asked-1', by: maraVoss, byTime: true, history },
      changes: ['“Days of notice” from 14 to 7', 'one exemption is added'],
    }),
  'the end of a pause that waits': (context) =>
    ruleChangePending(context, {
      ...{ id: 'asked-2', by: maraVoss, byTime: false, history },
      changes: ['the end of the pause'],
    }),
  'a cancelled change of rules': (context) =>
    ruleChangeCancelled(context, {
      ...{ id: 'asked-1.0', by: maraVoss, history },
      change: '“Days of notice” from 14 to 7',
    }),
  'changed rules': (context) =>
    rulesChanged(context, {
      version: 4,
      by: { kind: 'person', id: 100, login: 'mara-voss' },
      changed: ['“Days of notice” from 14 to 0', 'one exemption is added', '“Slack” is replaced'],
      channels: true,
      history,
    }),
  'a new token': (context) => tokenMade(context, { token, by: maraVoss, history }),
  'an ended token': (context) =>
    tokenEnded(context, {
      token,
      maker: maraVoss,
      by: { ...maraVoss, id: 101, login: 'ilse-brandt' },
      history,
    }),
  'a token that an owner of another organisation ended': (context) =>
    tokenEnded(context, { token: { ...token, scope: 'read' }, maker: maraVoss, by: null, history: null }),
  ...QUEUE_AND_PEOPLE_MESSAGES,
  ...CALM_MESSAGES,
  'unreadable rules': (context) =>
    trouble(context, {
      dedupeKey: 'rules:5',
      happened: 'The rules of this organisation cannot be read.',
      unchanged: 'The run was stopped; nothing was judged and nothing was removed.',
      next: 'Open the settings and save them again.',
      path: 'settings',
    }),
}

const reminder = {
  id: 'review-3',
  quarter: '2026-Q4',
  dueAt: '2026-12-13T06:00:00.000Z',
  open: 3,
  decided: 1,
  toTell: 0,
  number: 1,
  history,
} as const
const decision = {
  id: 'decision-9',
  reviewId: 'review-3',
  by: { kind: 'person', id: 100, login: 'mara-voss' },
  decision: 'revoke',
  as: 'first' as const,
  ...{ needSecond: 0, toTell: 0, twoOpinions: 0 },
  notBefore: '2026-12-06T06:00:00.000Z',
  history,
} as const
const revocation = {
  proposalId: 'proposal-5',
  reviewId: 'review-3',
  attempt: 1,
  subject: ilse,
  status: 'done' as const,
  outcomes: { done: 2, alreadyGone: 1, failed: 0, byHand: 0, rehearsed: 0, unanswered: 0 },
  reason: null,
  history,
}
describe.each(Object.entries(MESSAGES))('%s', (_name, write) => {
  test('reads as pinned, without names', () => {
    expect(inPrint(write(withoutNames))).toMatchSnapshot()
  })

  test('reads as pinned, with names where the settings say so', () => {
    expect(inPrint(write(withNames))).toMatchSnapshot()
  })

  test('names no person and no key unless the settings say so', () => {
    const sent = JSON.stringify(write(withoutNames))
    expect(sent).not.toMatch(/ilse|tomas|yuki|maraVoss/)
  })

  test('names the organisation and links to one of its pages', () => {
    const message = write(withoutNames)
    expect(message?.title).toContain('lichen-lab')
    expect(message?.link.url).toMatch(/^https:\/\/keys\.example\.org\/orgs\/lichen-lab\//)
  })

  test('comes back from the outbox as it was written', () => {
    const message = write(withNames)
    expect(readMessage(JSON.stringify(message))).toEqual(message)
  })
})

test('a Slack message and a Discord message are pinned whole', () => {
  const message = MESSAGES['an opened review']?.(withoutNames)
  if (!message) throw new Error('the message is written above')
  expect(slackMessage(message)).toMatchSnapshot()
  expect(discordMessage(message)).toMatchSnapshot()
})

test('an audit that found something new also says which owners have no second factor, as a number', () => {
  const twoFactor = { required: false, ownersWithout: 2 }
  const message = auditFinished(withNames, {
    ...{ id: 'audit-9', status: 'complete', first: false, verdicts },
    news: { ...news, twoFactor },
  })
  expect(message?.lines.slice(-2)).toEqual([
    '2 owners have no second factor; the overview names them.',
    'Two-factor authentication is not required of everybody.',
  ])
})

test('an audit that found nothing new sends no message, even where owners have no second factor', () => {
  const twoFactor = { required: false, ownersWithout: 2 }
  expect(
    auditFinished(withNames, {
      ...{ id: 'audit-10', status: 'complete', first: false, verdicts },
      news: { ...nothingNew, twoFactor },
    }),
  ).toBeNull()
})

test('an audit that found nothing new sends no message', () => {
  expect(
    auditFinished(withNames, { id: 'audit-8', status: 'complete', first: false, verdicts, news: nothingNew }),
  ).toBeNull()
})

test('a message that cannot be read back is null, never half a message', () => {
  expect(readMessage('{"kind":"audit_finished"')).toBeNull()
  expect(readMessage('{"kind":"audit_finished"}')).toBeNull()
})

function inPrint(message: Message | null): string {
  if (message === null) return 'nothing is written'
  const counts = message.counts.map(({ name, value }) => `${name} ${value}`).join(' · ')
  const dedupeKey = `${message.kind} / ${message.dedupeKey} / ${message.severity}`
  return [
    '',
    message.title,
    ...message.lines,
    counts,
    `${message.link.label}: ${message.link.url}`,
    dedupeKey,
    '',
  ].join('\n')
}
