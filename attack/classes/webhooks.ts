/** Forged, repeated and oversized webhooks, without the secret and with it. */
import { createHmac, randomUUID } from 'node:crypto'
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import type { Answer } from '../request.ts'

const TOO_LARGE = 1_100_000

export const webhooks: AttackClass = {
  name: 'webhooks',
  stage: { review: false },
  attempts: [
    { name: 'no signature, a wrong one, or one of another body', try: unsigned },
    { name: 'a replay, with the same delivery id', try: (cast) => replayed(cast, (id) => id) },
    { name: 'a replay, with another delivery id', try: (cast) => replayed(cast, () => randomUUID()) },
    { name: 'an oversized body', try: oversized },
    { name: 'a signed body that is no event', try: noEvent },
    { name: 'with the stolen secret: the App was uninstalled or suspended', try: forgedEnd },
    { name: 'with the stolen secret: somebody left, or was made an owner', try: forgedMembers },
  ],
}

/** Sends an event as GitHub would, with whatever signature. */
export async function deliver(
  cast: Cast,
  event: string,
  payload: unknown,
  {
    secret = cast.webhookSecret,
    id = randomUUID() as string,
    signature,
  }: { secret?: string; id?: string; signature?: string } = {},
): Promise<Answer> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const signed = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  const headers = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': id,
    'x-hub-signature-256': signature ?? signed,
  }
  return cast.ask(null, 'POST', '/webhooks/github', { headers, body })
}

/** A push to the first repository. */
export function pushTo(cast: Cast) {
  const [repository] = cast.whole().world.repositoriesOf(cast.home.login)
  return {
    organization: { id: cast.home.id },
    repository: { id: repository?.id, owner: { id: cast.home.id, type: 'Organization' } },
    sender: { type: 'User' },
  }
}

/** The App of this deployment is no more installed, as an event would say. */
export function uninstalled(cast: Cast, action: 'deleted' | 'suspend') {
  const org = cast.whole().world.organization(cast.home.login)
  const installation = org?.installations.find(({ app_slug }) => app_slug === 'chatelaine-demo')
  return {
    action,
    installation: { id: installation?.id, account: { id: cast.home.id, type: 'Organization' } },
  }
}

async function unsigned(cast: Cast) {
  const wrong: string[] = []
  const push = pushTo(cast)
  const right = createHmac('sha256', cast.webhookSecret).update(JSON.stringify(push)).digest('hex')
  for (const signature of [
    '',
    'sha256=',
    `sha256=${'0'.repeat(64)}`,
    `sha256=${right.toUpperCase()}`,
    right,
    `sha1=${createHmac('sha1', cast.webhookSecret).update(JSON.stringify(push)).digest('hex')}`,
    `sha256=${createHmac('sha256', '').update(JSON.stringify(push)).digest('hex')}`,
    `sha256=${createHmac('sha256', cast.webhookSecret).update('{}').digest('hex')}`,
  ]) {
    const { status } = await deliver(cast, 'push', push, { signature })
    if (status !== 401)
      wrong.push(`the signature "${signature.slice(0, 20)}" was answered ${status}, not 401`)
  }
  return heldUnless([...wrong, ...(await triggersLeft(cast))])
}

async function replayed(cast: Cast, idOf: (id: string) => string) {
  const id = randomUUID()
  // Another body than any before it.
  const push = { ...pushTo(cast), after: id }
  const first = await deliver(cast, 'push', push, { id })
  const [noted] = await cast.rows<{ n: number }>('select count(*) as n from triggers')
  const shown = first.status === 202 && noted?.n === 1
  await cast.rows('delete from triggers')
  const again = await deliver(cast, 'push', push, { id: idOf(id) })
  return heldUnless([
    ...(shown
      ? []
      : [`the first delivery was answered ${first.status} and asked for nothing, so nothing was shown`]),
    ...(again.status < 500 ? [] : [`the replay was answered ${again.status}`]),
    ...(await triggersLeft(cast)),
  ])
}

async function oversized(cast: Cast) {
  const { status } = await deliver(cast, 'push', { ...pushTo(cast), x: 'x'.repeat(TOO_LARGE) })
  return heldUnless([
    ...(status === 413 ? [] : [`it was answered ${status}, not 413`]),
    ...(await triggersLeft(cast)),
  ])
}

async function noEvent(cast: Cast) {
  const wrong: string[] = []
  for (const body of [
    '{}',
    '[]',
    'null',
    '"x"',
    '{',
    '{"organization":{"id":"1 or 1=1"}}',
    `{"organization":{"id":${cast.home.id}},"repository":{"id":-1}}`,
  ])
    for (const event of ['push', 'installation', 'organization', 'nonsense', '']) {
      const { status } = await deliver(cast, event, body)
      if (status >= 500) wrong.push(`${event} with ${body} was answered ${status}`)
    }
  return heldUnless(wrong)
}

async function forgedEnd(cast: Cast) {
  const wrong: string[] = []
  for (const action of ['deleted', 'suspend'] as const) {
    await deliver(cast, 'installation', uninstalled(cast, action))
    const [row] = await cast.rows<{ closed: string | null }>(
      'select closed_at as closed from organizations where id = ?1',
      cast.home.id,
    )
    if (row?.closed != null)
      wrong.push(
        `installation.${action} closed ${cast.home.login}, though GitHub still lists its installation`,
      )
    const { status } = await cast.ask(await cast.as(CAST.owner), 'GET', `/api/orgs/${cast.home.login}`)
    if (status !== 200) wrong.push(`after installation.${action} an owner gets ${status}, not 200`)
    // For the next attempts.
    await cast.whole().worker.scheduled(cast.whole().world.now)
  }
  return heldUnless(wrong)
}

async function forgedMembers(cast: Cast) {
  const { world } = cast.whole()
  const owner = world.account(CAST.secondOwner)
  const stranger = world.account(CAST.stranger)
  const grants = async () =>
    JSON.stringify(await cast.rows('select key, role, closed_at from grants order by key'))
  const before = await grants()
  for (const [action, user, role] of [
    ['member_removed', owner, 'member'],
    ['member_added', stranger, 'admin'],
    ['renamed', owner, 'admin'],
    ['deleted', owner, 'admin'],
  ] as const)
    await deliver(cast, 'organization', {
      action,
      organization: { id: cast.home.id, login: 'another-name' },
      membership: { role, user: { id: user?.id, login: user?.login } },
    })
  const { status } = await cast.ask(await cast.as(CAST.stranger), 'GET', `/api/orgs/${cast.home.login}`)
  return heldUnless([
    ...((await grants()) === before ? [] : ['an event changed who holds what, without asking GitHub']),
    ...(status === 404 ? [] : [`a stranger whom an event made an owner gets ${status}, not 404`]),
  ])
}

/** What asks for an audit of the first organisation; taken away, so that the next attempt begins anew. */
async function triggersLeft(cast: Cast): Promise<string[]> {
  const rows = await cast.rows<{ org_id: number }>('select org_id from triggers')
  await cast.rows('delete from triggers')
  return rows.length === 0 ? [] : ['it was recorded, and asks for an audit']
}
