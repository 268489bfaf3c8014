/** Hostile texts in names, reasons, filters, cursors and bodies: nothing of them may run, ping, link, calculate or query. */
import Papa from 'papaparse'
import { type AttackClass, heldUnless } from '../attempt.ts'
import type { Cast } from '../cast.ts'
import { CAST } from '../characters.ts'
import type { Answer } from '../request.ts'
import { HOSTILE } from '../world.ts'

const TEXTS = [
  ...Object.values(HOSTILE),
  '\u0000',
  '\u202etxt.exe',
  '-1+1',
  '+1',
  '@SUM(1)',
  '\t=1',
  '%',
  '_',
  "'",
  '"',
  '{{7*7}}',
  '../../etc/passwd',
  'a\r\nset-cookie: x=1',
]
const org = `/orgs/${CAST.home}`
const api = `/api/orgs/${CAST.home}`

export const injection: AttackClass = {
  name: 'injection',
  stage: { rules: { channels: { names: true } } },
  attempts: [
    { name: 'hostile texts in every filter and cursor', try: hostileFilters },
    {
      name: 'hostile texts as reasons, names of tokens, exemptions and left-out repositories',
      try: hostileTexts,
    },
    { name: 'malformed bodies: depth, types, prototypes, numbers, encodings', try: malformedBodies },
    { name: 'hostile paths', try: hostilePaths },
    { name: 'an export of the audit log that is none', try: hostileExports },
    { name: 'markup on a page, after all that', try: noMarkup },
    { name: 'a formula in an export, after all that', try: noFormula },
    { name: 'a mention, link or format in a message, after all that', try: noMentions },
  ],
}

async function hostileFilters(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  for (const path of [
    `${org}/accounts?q=`,
    `${org}/accounts?verdict=`,
    `${org}/accounts?role=`,
    `${org}/accounts?cursor=`,
    `${org}/accounts?format=`,
    `${org}/credentials?kind=`,
    `${org}/repositories?q=`,
    `${org}/repositories?account=`,
    `${org}/repositories?sort=`,
    `${org}/repositories?cursor=`,
    `${org}/repositories/`,
    `${org}/reviews/${cast.home.review}?cursor=`,
    `${org}/history?cursor=`,
    `${org}/history?entry=`,
    `${api}/accounts?q=`,
    `${api}/accounts?cursor=`,
    `${api}/accounts?limit=`,
    `${api}/credentials?stale=`,
    `${api}/repositories?account=`,
    `${api}/repositories?cursor=`,
    `${api}/reviews?cursor=`,
    `${api}/history?cursor=`,
    '/sign-in?to=',
  ])
    for (const text of [
      ...TEXTS,
      Buffer.from(`["${HOSTILE.sql}",1]`).toString('base64url'),
      '[]',
      '-1',
      '1e9',
      'a'.repeat(4000),
    ]) {
      const answer = await cast.ask(owner, 'GET', path + encodeURIComponent(text))
      if (answer.status >= 500)
        wrong.push(`${path}${encodeURIComponent(text).slice(0, 60)} was answered ${answer.status}`)
      wrong.push(...markupIn(`${path}…`, answer))
    }
  return heldUnless(wrong)
}

async function hostileTexts(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  const proposals = cast.home.proposals.filter(
    ({ subject, risk }) => subject.kind === 'account' && !risk.privileged,
  )
  for (const [i, reason] of TEXTS.entries()) {
    const body = { decision: 'keep', until: '2027-01-31', reason }
    const path = `/api/proposals/${proposals[i % proposals.length]?.id}/decisions`
    wrong.push(...broke(path, await cast.ask(owner, 'POST', path, { body })))
    wrong.push(
      ...broke(
        '/api/tokens',
        await cast.ask(owner, 'POST', '/api/tokens', { body: { name: reason, days: 1 } }),
      ),
    )
    const rules = {
      exemptions: [{ login: `idle-${i % 3}`, until: '2027-03-01', reason }],
      leftOut: [{ repository: reason, reason }],
      sponsors: [{ login: reason, sponsor: reason }],
    }
    for (const [key, value] of Object.entries(rules))
      wrong.push(...broke(key, await cast.ask(owner, 'PUT', `${api}/settings`, { body: { [key]: value } })))
  }
  return heldUnless(wrong)
}

async function malformedBodies(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const headers = { 'content-type': 'application/json' }
  const wrong: string[] = []
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '1e999',
    `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
    '{"__proto__":{"noticeDays":0,"confirmNoNotice":true}}',
    '{"constructor":{"prototype":{"x":1}}}',
    '{"noticeDays":"0","confirmNoNotice":"true"}',
    '{"noticeDays":-1}',
    '{"noticeDays":1e308}',
    '{"removalBudget":{"count":1.5,"share":2}}',
    '{"decision":"revoke","decision":"keep"}',
    '{"decision":["revoke"],"reason":{}}',
    '{"decision":"__proto__","reason":"x"}',
    '{"paused":"yes"}',
    '\ufeff{}',
    '{"a":"\\ud800"}',
  ]
  for (const body of bodies)
    for (const [method, path] of [
      ['PUT', `${api}/settings`],
      ['PUT', `${api}/pause`],
      ['POST', `/api/proposals/${cast.home.proposals[0]?.id}/decisions`],
      ['POST', '/api/tokens'],
    ] as const) {
      const { status } = await cast.ask(owner, method, path, { headers, body })
      if (status >= 500) wrong.push(`${method} ${path} with ${body.slice(0, 40)} was answered ${status}`)
    }
  const rules = (await cast.ask(owner, 'GET', `${api}/settings`)).json<{ noticeDays: number }>()
  if (rules.noticeDays !== 14)
    wrong.push(`the notice is ${rules.noticeDays} days after malformed bodies, not 14`)
  return heldUnless(wrong)
}

async function hostilePaths(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  for (const text of [...TEXTS, '%', '%ff', '..', '.', '%2e%2e%2fapi'])
    for (const path of [
      `/orgs/X`,
      `${org}/accounts/X`,
      `${org}/reviews/X`,
      `${org}/audits/X`,
      `/api/orgs/X/accounts`,
      `/api/proposals/X`,
      `/X`,
      `/badge/X`,
    ]) {
      const filled = path.replace(
        'X',
        text.startsWith('%') || text.startsWith('.') ? text : encodeURIComponent(text),
      )
      const answer = await cast.ask(owner, 'GET', filled)
      if (answer.status >= 500) wrong.push(`GET ${filled} was answered ${answer.status}`)
      if (answer.headers.get('set-cookie')?.includes('x=1')) wrong.push(`GET ${filled} set a cookie`)
      wrong.push(...markupIn(filled, answer))
    }
  return heldUnless(wrong)
}

async function hostileExports(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  const entry = JSON.stringify({
    '@timestamp': 1,
    actor: HOSTILE.markup,
    action: HOSTILE.sql,
    org: CAST.home,
  })
  for (const body of ['', '{', '[[[[', entry, `${entry}\n${entry}`, 'a,b\n=1,2', 'x'.repeat(100_000), '"\n"'])
    for (const type of ['application/json', 'text/csv', 'text/plain'])
      wrong.push(
        ...broke(
          'audit-log',
          await cast.ask(owner, 'POST', `${api}/audit-log`, { headers: { 'content-type': type }, body }),
        ),
      )
  return heldUnless(wrong)
}

async function noMarkup(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  for (const path of [...pages(cast), '/me', '/', '/sign-in', '/no-such-page']) {
    const answer = await cast.ask(owner, 'GET', path)
    wrong.push(...markupIn(path, answer))
    const policy = answer.headers.get('content-security-policy') ?? ''
    if (!policy.includes("default-src 'none'") || /unsafe|script-src/.test(policy))
      wrong.push(`${path}: the policy "${policy}" lets scripts run`)
  }
  return heldUnless(wrong)
}

async function noFormula(cast: Cast) {
  const owner = await cast.as(CAST.owner)
  const wrong: string[] = []
  let cells = 0
  for (const path of pages(cast)) {
    const { status, text, headers } = await cast.ask(owner, 'GET', `${path}?format=csv`)
    if (status !== 200 || !(headers.get('content-type') ?? '').includes('csv')) continue
    // Spreadsheets separate by what their country does, and then ignore our quotes.
    for (const delimiter of [',', ';', '\t']) {
      const found = Papa.parse<string[]>(text, { delimiter }).data.flat()
      cells += found.length
      for (const cell of found.filter((each) => /^[=+@\-＝＋－＠]/.test(each)))
        wrong.push(`${path} has the cell ${cell.slice(0, 40)}`)
    }
  }
  return heldUnless(cells > 0 ? wrong : ['no page has an export in CSV, so nothing was shown'])
}

async function noMentions(cast: Cast) {
  const { slack, discord } = cast.whole().channels.received
  const wrong: string[] = []
  if (slack.length === 0 || discord.length === 0) wrong.push('no message arrived, so nothing was shown')
  for (const message of slack) {
    const text = JSON.stringify(message)
    if (/<!|<@|<http:\/\/evil/.test(text)) wrong.push(`a message to Slack has ${text.slice(0, 200)}`)
    if (message.parse !== 'none' || message.link_names !== false)
      wrong.push('a message lets Slack look for names')
  }
  for (const message of discord)
    if (JSON.stringify(message.allowed_mentions) !== '{"parse":[]}')
      wrong.push('a message to Discord lets mentions through')
  return heldUnless(wrong)
}

function pages({ home }: Cast): string[] {
  return [
    '',
    '/accounts',
    `/accounts/${CAST.owner}`,
    '/accounts/idle-0',
    '/credentials',
    '/reviews',
    `/reviews/${home.review}`,
    `/audits/${home.audit}`,
    '/history',
    '/settings',
  ].map((page) => org + page)
}

/** A tag or attribute that runs anything or leads away; the texts themselves may be shown. */
function markupIn(path: string, { text, headers }: Answer): string[] {
  if (!(headers.get('content-type') ?? '').includes('text/html')) return []
  const tags = text.match(/<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi) ?? []
  const bad = tags.filter(
    (tag) =>
      /^<(script|img|iframe|object|embed|base)\b/i.test(tag) ||
      /\s(?:href|src|action)\s*=\s*["']?\s*(?:javascript:|data:text|http:\/\/evil)/i.test(tag) ||
      // Handlers are looked for outside of quoted values.
      /\son\w+\s*=/i.test(tag.replace(/"[^"]*"|'[^']*'/g, '""')),
  )
  return bad.slice(0, 1).map((tag) => `${path} has ${tag.slice(0, 80)}`)
}

function broke(what: string, { status, text }: Answer): string[] {
  return status >= 500 ? [`${what} was answered ${status}: ${text.slice(0, 120)}`] : []
}
