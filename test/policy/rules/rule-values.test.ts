/** The values of settings: which days and addresses are taken, and what is said of the others. */

import { describe, expect, it } from 'vitest'
import { channelAddress } from '../../../src/policy/rules/channel-address.ts'
import { momentOf, onOneLine } from '../../../src/policy/rules/rule-values.ts'

describe('a moment', () => {
  it.each([
    ['2027-03-01', '2027-03-01T23:59:59.000Z'],
    ['2028-02-29', '2028-02-29T23:59:59.000Z'],
    ['2027-03-01T12:00:00.000Z', '2027-03-01T12:00:00.000Z'],
    ['2027-03-01T12:00Z', '2027-03-01T12:00:00.000Z'],
    ['2027-03-01T12:00:00.250Z', '2027-03-01T12:00:00.250Z'],
    ['2027-03-01T12:00:00.5Z', '2027-03-01T12:00:00.500Z'],
    ['2027-03-01T00:30:00+02:00', '2027-02-28T22:30:00.000Z'],
    ['2027-03-01T23:30:00-01:30', '2027-03-02T01:00:00.000Z'],
  ])('%s is one', (text, at) => {
    expect(momentOf(text)).toBe(at)
  })

  it.each([
    '',
    '2027-02-29',
    '2027-02-30T12:00:00.000Z',
    '2027-13-01',
    'on 2027-03-01',
    '2027-03-01 ',
    '27-03-01',
    '2027-3-01',
    '2027-03-1',
    'x2027-03-01T12:00:00.000Z',
    '2027-03-01T12:00:00.000Zulu',
    '2027-03-01T12:00:00',
    '2027-03-01T1:00:00Z',
    '2027-03-01T12:0:00Z',
    '2027-03-01T12:00:0Z',
    '2027-03-01T12:00:00.Z',
    '2027-03-01T25:00:00.000Z',
    '2027-03-01T12:00:00+2:00',
    '2027-03-01T12:00:00+02:0',
    '1 March 2027',
    'March 2027',
  ])('“%s” is none', (text) => {
    expect(momentOf(text)).toBeNull()
  })
})

it('free text keeps to one line, whatever breaks the lines', () => {
  expect(onOneLine('  on leave\r\n\tuntil spring\u2028and then \u2029 ')).toBe(
    'on leave until spring and then',
  )
  expect(onOneLine('as it is')).toBe('as it is')
})

describe('the address of a channel', () => {
  it.each([
    ['slack', 'https://hooks.slack.com/services/T0/B0/x'],
    ['discord', 'https://discord.com/api/webhooks/1/x'],
    ['discord', 'https://discordapp.com/api/webhooks/1/x'],
  ] as const)('of %s may be %s', (kind, address) => {
    expect(channelAddress(kind, address)).toBeNull()
  })

  it.each([
    ['slack', 'https://discord.com/api/webhooks/1/x'],
    ['slack', 'http://hooks.slack.com/services/T0/B0/x'],
    ['slack', 'https://hooks.slack.com:8443/services/T0/B0/x'],
    ['slack', 'https://me@hooks.slack.com/services/T0/B0/x'],
    ['slack', 'https://hooks.slack.com.example.org/x'],
    ['slack', 'not an address'],
  ] as const)('of %s may not be %s', (kind, address) => {
    expect(channelAddress(kind, address)).toBe(
      'channels.slack must be an incoming webhook, an address that starts with https://hooks.slack.com/.',
    )
  })

  it('that is no text is left to the check of its type', () => {
    expect(channelAddress('discord', null)).toBeNull()
    expect(channelAddress('discord', 'ftp://discord.com/')).toBe(
      'channels.discord must be an incoming webhook, an address that starts with https://discord.com/.',
    )
  })
})
