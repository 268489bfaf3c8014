/** The recognisable secrets of a Worker under attack. */
import { randomBytes } from 'node:crypto'

/** Random at the end, so that nothing is found by chance and no secret stands in this file. */
export function plantedSecrets() {
  const secret = (name: string) => `planted-${name}-${randomBytes(16).toString('hex')}`
  return {
    SESSION_SECRET: secret('session'),
    API_TOKEN: secret('operator'),
    GITHUB_TOKEN: secret('github'),
    GITHUB_WEBHOOK_SECRET: secret('webhook'),
  }
}

export type Planted = ReturnType<typeof plantedSecrets>

/** Of the addresses of the channels: what makes them secret. */
const ADDRESSES = ['services/T0000/B0000/demo', 'webhooks/1000/demo', 'T0PLANTED', 'PLANTEDDISCORD']

/** What must be seen nowhere. */
export function secretsOf(planted: Planted): readonly string[] {
  return [...Object.values(planted), ...ADDRESSES, 'PRIVATE KEY-----']
}
