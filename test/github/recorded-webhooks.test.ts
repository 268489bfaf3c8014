/** Our reading of webhooks over the events that GitHub and its users have recorded: what breaks when GitHub moves. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../local/bundle.ts'
import { eventOf, installationEnded, memberJoined } from '../../src/policy/webhooks/event.ts'
import { triggerFrom } from '../../src/policy/webhooks/webhook-triggers.ts'

type Payload = Readonly<Record<string, unknown>> & { readonly action?: string }

const require = createRequire(import.meta.url)

/** The examples by event. */
const recorded = require('@octokit/webhooks-examples') as readonly {
  readonly name: string
  readonly examples: readonly Payload[]
}[]

/** What docs/install.md tells owners to subscribe to, as GitHub writes it in `X-GitHub-Event`. */
const subscribed = readFileSync(join(projectRoot, 'docs/install.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| Subscribe to'))
  .flatMap((line) => [...line.matchAll(/\*([A-Z][a-z ]+)\*/g)].map(([, label = '']) => label))
  .filter((label) => !['Actions', 'Deployments'].includes(label))
  .map((label) => label.toLowerCase().replaceAll(' ', '_'))

/** What GitHub sends to every App unasked, and is read. */
const UNASKED = ['installation', 'installation_repositories']
const read = [...subscribed, ...UNASKED]

const NOT_AN_ACT = 'it says nothing of who has access or does something with it'
const SHOWN_BY_OTHERS = 'what caused it has an event of its own, which is read'
const NOT_READ_AT_ALL = 'no audit reads this kind of act, so nothing would be read sooner'

/** Events that are not read, with the reason. */
const SKIPPED: Readonly<Record<string, string>> = {
  branch_protection_rule: NOT_READ_AT_ALL,
  check_run: SHOWN_BY_OTHERS,
  check_suite: SHOWN_BY_OTHERS,
  code_scanning_alert: NOT_AN_ACT,
  dependabot_alert: NOT_AN_ACT,
  deploy_key: 'deploy keys are read by every audit, and it asks for a permission more to hear of them',
  fork: NOT_AN_ACT,
  github_app_authorization: NOT_AN_ACT,
  gollum: NOT_READ_AT_ALL,
  label: NOT_READ_AT_ALL,
  marketplace_purchase: NOT_AN_ACT,
  merge_group: SHOWN_BY_OTHERS,
  meta: NOT_AN_ACT,
  milestone: NOT_READ_AT_ALL,
  org_block: NOT_AN_ACT,
  package: NOT_READ_AT_ALL,
  page_build: SHOWN_BY_OTHERS,
  ping: NOT_AN_ACT,
  project: NOT_READ_AT_ALL,
  project_card: NOT_READ_AT_ALL,
  project_column: NOT_READ_AT_ALL,
  projects_v2_item: NOT_READ_AT_ALL,
  public: 'the event repository says the same',
  repository_dispatch: 'the run that it starts has an event of its own',
  repository_import: NOT_AN_ACT,
  repository_vulnerability_alert: NOT_AN_ACT,
  security_advisory: "it is of GitHub's own database; the organisation's are repository_advisory",
  sponsorship: NOT_AN_ACT,
  star: NOT_AN_ACT,
  status: SHOWN_BY_OTHERS,
  watch: NOT_AN_ACT,
  workflow_dispatch: 'the run that it starts has an event of its own',
  workflow_job: SHOWN_BY_OTHERS,
}

describe('the recorded events', () => {
  it('are all read or skipped with a reason, and nothing else is listed', () => {
    const names = recorded.map(({ name }) => name).sort()
    expect([...read, ...Object.keys(SKIPPED)].sort()).toEqual(names)
  })

  it.each(Object.entries(SKIPPED))('%s is skipped: %s', (name) => {
    for (const example of examplesOf(name)) expect(triggerFrom(name, example)).toBeNull()
  })
})

describe.each(read)('%s', (name) => {
  const examples = examplesOf(name).map(
    (payload, i) => [`${i} (${payload.action ?? 'no action'})`, payload] as const,
  )

  it.each(examples)('example %s is read as it stands, or is of no organisation', (_, payload) => {
    const isOurs = payload.organization !== undefined || isOfOrganization(payload)
    expect(eventOf(name, payload) !== null, `${name} is not understood`).toBe(isOurs)
    for (const taken of [memberJoined, installationEnded, triggerFrom]) taken(name, payload)
  })

  it.each(examples)('example %s asks for an audit where it is of an organisation', (_, payload) => {
    const organization = payload.organization ?? { id: 7 }
    const trigger = triggerFrom(name, { ...payload, organization })
    expect(trigger !== null, `${name} asks for nothing`).toBe(!isNobodys(name, payload))
  })
})

it('whoever became a member is known by each recorded joining', () => {
  const joinings = examplesOf('organization').filter(({ action }) => action === 'member_added')
  expect(joinings.length).toBeGreaterThan(0)
  for (const payload of joinings) expect(memberJoined('organization', payload)).not.toBeNull()
})

it('an installation that ended is known by each recorded ending', () => {
  const endings = examplesOf('installation').filter(({ action }) =>
    ['deleted', 'suspend'].includes(action ?? ''),
  )
  expect(endings.length).toBeGreaterThan(0)
  for (const payload of endings)
    expect(installationEnded('installation', { ...payload, organization: { id: 7 } })).not.toBeNull()
})

function examplesOf(name: string): readonly Payload[] {
  return recorded.find((event) => event.name === name)?.examples ?? []
}

/** By the owner of the repository or the account of the installation. */
function isOfOrganization(payload: Payload): boolean {
  const { repository, installation } = payload as {
    repository?: { owner?: { type?: string } }
    installation?: { account?: { type?: string } }
  }
  return (repository?.owner ?? installation?.account)?.type === 'Organization'
}

/** What a bot does, and a run that nobody started by hand. */
function isNobodys(name: string, payload: Payload): boolean {
  const { sender, workflow_run: run } = payload as {
    sender?: { type?: string }
    workflow_run?: { event?: string; run_attempt?: number }
  }
  if (sender?.type === 'Bot') return true
  const isByHand = /^(workflow|repository)_dispatch$/.test(run?.event ?? '') || (run?.run_attempt ?? 1) > 1
  return name === 'workflow_run' && !isByHand
}
