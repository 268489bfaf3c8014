/** Receives GitHub's webhooks: records what has to be read again, and writes no activity. */

import { verify } from '@octokit/webhooks-methods'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Platform } from '../platform.ts'
import { Refusal } from '../policy/refusal.ts'
import { installationEnded, memberJoined } from '../policy/webhooks/event.ts'
import { triggerFrom } from '../policy/webhooks/webhook-triggers.ts'
import {
  type DeliveryKey,
  type EndedInstallation,
  isServedBy,
  pruneDeliveries,
  recordDelivery,
} from '../register/audits/webhook-deliveries.ts'
import { hashOf } from './access/secrets.ts'
import type { Visit, Web } from './access/visit.ts'

/** GitHub sends up to 25 MiB, but only for pushes of thousands of commits; the daily audit finds those. */
const MAX_BODY_BYTES = 1024 * 1024

/** `POST /webhooks/github`, answered at once: one transaction. GitHub is asked only where an event would close an organisation. */
export const webhook = new Hono<Web>().post(
  '/webhooks/github',
  async (c, next) => {
    webhookSecretOf(c)
    await next()
  },
  bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseLarge }),
  async (c) => {
    const body = await signedBody(c)
    const id = c.req.header('x-github-delivery') ?? ''
    if (!/^[\w-]{1,64}$/.test(id))
      throw new Refusal('invalid', 'The header X-GitHub-Delivery is missing. Nothing was recorded.')
    const event = c.req.header('x-github-event') ?? ''
    const payload = parseJson(body)
    const trigger = triggerFrom(event, payload)
    const joined = memberJoined(event, payload)
    const claimed = installationEnded(event, payload)
    if (trigger !== null || joined !== null || claimed !== null) {
      const { register, now } = c.var.platform
      const delivery = { id, bodyHash: await hashOf(body) }
      const ended = claimed !== null && (await isConfirmed(c, delivery, claimed)) ? claimed : null
      await recordDelivery(register, { ...delivery, trigger, joined, ended }, now)
    }
    return c.body(null, 202)
  },
)

/** For cron: deletes the ids of deliveries that GitHub cannot send again. */
export async function forgetDeliveries({ register, now }: Platform): Promise<void> {
  await pruneDeliveries(register, now)
}

/**
 * Whether GitHub confirms that the installation has ended: whoever has the secret can forge an event. GitHub is asked only
 * where its answer would close something.
 */
async function isConfirmed(c: Visit, delivery: DeliveryKey, ended: EndedInstallation): Promise<boolean> {
  const { register, hasInstallationEnded } = c.var.platform
  return (await isServedBy(register, delivery, ended)) && (await hasInstallationEnded(ended.installation))
}

function webhookSecretOf(c: Visit): string {
  const { webhookSecret } = c.var.platform.deployment
  if (webhookSecret === null)
    throw new Refusal('not_found', 'This deployment takes no webhooks: GITHUB_WEBHOOK_SECRET is not set.')
  return webhookSecret
}

/** The body, if its signature fits our secret. */
async function signedBody(c: Visit): Promise<string> {
  const body = await c.req.text()
  const signature = c.req.header('x-hub-signature-256') ?? ''
  // `verify` throws where the body is empty or the signature is not hexadecimal.
  const isWellFormed = body !== '' && /^sha256=[0-9a-f]{64}$/.test(signature)
  if (isWellFormed && (await verify(webhookSecretOf(c), body, signature))) return body
  throw new Refusal(
    'not_signed',
    'The signature X-Hub-Signature-256 is missing or does not fit the body. Nothing was recorded. Give the App on GitHub and GITHUB_WEBHOOK_SECRET the same secret.',
  )
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new Refusal(
      'invalid',
      'The body is not JSON. Nothing was recorded. Choose the content type application/json for the webhook.',
    )
  }
}

function refuseLarge(): never {
  throw new Refusal(
    'too_large',
    'The body is larger than 1 MiB. Nothing was recorded; the next daily audit finds what it was about.',
  )
}
