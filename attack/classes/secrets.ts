/** Makes the Worker speak while everything goes wrong, with a planted GITHUB_TOKEN as its authority; the search comes after. */
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'

const FAULTS = ['401', '502', 'truncated', 'reset', 'secondary', '404', '500'] as const

export const secrets: AttackClass = {
  name: 'secrets',
  // A token reads where no App is set; the one that writes is the same.
  stage: { vars: { GITHUB_APP_ID: '', GITHUB_APP_PRIVATE_KEY: '' }, review: false },
  attempts: [
    { name: 'an address of a channel that an owner sets is masked', try: maskedChannel },
    { name: 'GitHub refuses, breaks off and answers nonsense in an audit', try: faultyAudits },
    { name: 'a channel refuses and names its address', try: refusingChannels },
    { name: 'every page, and the pages of errors', try: everyPage },
    { name: 'a sign-in that GitHub breaks off', try: brokenSignIn },
  ],
}

async function maskedChannel(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const channels = {
    slack: 'https://hooks.slack.com/services/T0PLANTED/B0/secretsecret',
    discord: 'https://discord.com/api/webhooks/1/PLANTEDDISCORD',
  }
  const put = await cast.ask(owner, 'PUT', `/api/orgs/${CAST.home}/settings`, { body: { channels } })
  const page = await cast.ask(owner, 'GET', `/orgs/${CAST.home}/settings`)
  return heldUnless(
    put.status === 200 && page.text.includes('hidden')
      ? []
      : [
          `the address was answered ${put.status}, and the page shows no masked one: ${put.text.slice(0, 120)}`,
        ],
  )
}

async function faultyAudits(cast: Cast) {
  const { github, worker, world } = cast.whole()
  for (const [day, how] of FAULTS.entries()) {
    github.faults.random(cast.seed + day, 0.5, [how])
    const at = new Date(Date.parse(world.now) + (day + 1) * 86_400_000).toISOString()
    cast.moveTo(at)
    // What it says of its failure is read afterwards.
    await worker.scheduled(at).catch(() => undefined)
    await cast.ask(await cast.as(CAST.owner), 'POST', `/api/orgs/${CAST.home}/audits`)
    await cast.ask(await cast.as(CAST.stranger), 'GET', `/api/orgs/${CAST.home}`)
  }
  github.faults.clear()
  return heldUnless([])
}

async function refusingChannels(cast: Cast) {
  const { channels, worker, github } = cast.whole()
  for (const status of [404, 403, 500]) channels.answerNext(status)
  await cast.ask(await cast.as(CAST.owner), 'PUT', `/api/orgs/${CAST.foreign}/pause`, {
    body: { paused: true },
  })
  await worker.scheduled(github.now()).catch(() => undefined)
  return heldUnless([])
}

async function everyPage(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  for (const page of [
    '',
    '/accounts',
    `/accounts/${CAST.owner}`,
    '/credentials',
    '/reviews',
    `/audits/${cast.home.audit}`,
    '/history',
    '/settings',
  ])
    await cast.ask(owner, 'GET', `/orgs/${CAST.home}${page}`)
  for (const path of [
    '/',
    '/me',
    '/me/calendar',
    '/calendar/made-up.ics',
    '/sign-in',
    '/nowhere',
    '/api/health',
    '/api/openapi.json',
    '/api/orgs',
    `/api/orgs/${CAST.home}/settings`,
    `/api/orgs/${CAST.home}/history`,
  ])
    for (const caller of [owner, cast.operator, null]) await cast.ask(caller, 'GET', path)
  await cast.ask({ bearer: 'wrong' }, 'GET', '/api/orgs')
  return heldUnless([])
}

async function brokenSignIn(cast: Cast) {
  const started = await cast.ask(null, 'GET', '/sign-in/start')
  const [browser = ''] = (started.headers.get('set-cookie') ?? '').split(';')
  const state = new URL(started.headers.get('location') ?? 'http://x/').searchParams.get('state') ?? ''
  await cast.ask({ cookie: browser }, 'GET', `/sign-in/callback?code=PLANTED-CODE&state=${state}`)
  const logged = cast
    .whole()
    .worker.logs.filter((line) => line.includes('PLANTED-CODE') || line.includes(state))
  return heldUnless(
    logged.map((line) => `a log line has the code or state of a sign-in: ${line.slice(0, 120)}`),
  )
}
