/**
 * Keeps the statements that this version sends to its database, with their values: the next version's migrations are tested
 * against them. Run at a release: `npm run record-statements`; it writes test/previous/statements.json.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ask, askAll } from '../local/api.ts'
import { projectRoot } from '../local/bundle.ts'
import { newestMigration } from '../local/migrate.ts'
import { audited } from '../local/one-audit.ts'
import { startWhole, type Whole, withoutNotice } from '../local/whole.ts'
import { sampleWorld } from '../sample/sample-world.ts'
import { daysAfter, instant } from '../src/policy/calendar.ts'
import { recorded, withRecorder } from './record-statements/recorder.ts'

const ORGANIZATION = 'lichen-lab'

const whole = await startWhole({
  world: sampleWorld(),
  vars: { ORGANIZATIONS: ORGANIZATION },
  adjust: withRecorder,
})
try {
  await useEverything(whole)
  const statements = await recorded(whole)
  const file = join(projectRoot, 'test/previous/statements.json')
  const lines = statements.map((statement) => JSON.stringify(statement)).join(',\n')
  writeFileSync(file, `{"migration":"${newestMigration()}","statements":[\n${lines}\n]}\n`)
  console.log(`${statements.length} statements as of ${newestMigration()} are kept in ${file}.`)
} finally {
  await whole.close()
}

/** An audit, rules, a review, answers, a removal, webhooks, and the next day's audit. */
async function useEverything({ worker, github, apiToken, world }: Whole): Promise<void> {
  const post = <T>(path: string, body: object = {}) =>
    ask<T>(worker, apiToken, path, { method: 'POST', body: JSON.stringify(body) })
  await worker.scheduled(world.now)
  await audited(worker, apiToken, ORGANIZATION)
  await withoutNotice(whole, ORGANIZATION)
  const review = await post<{ id: string }>(`/api/orgs/${ORGANIZATION}/reviews`)
  const path = `/api/orgs/${ORGANIZATION}/reviews/${review.id}/proposals`
  const proposals = await askAll<{ id: string; risk: { privileged: boolean } }>(worker, apiToken, path)
  const [removed, kept] = proposals.filter(({ risk }) => !risk.privileged)
  if (removed === undefined || kept === undefined) throw new Error('The sample proposes fewer than two.')
  await post(`/api/proposals/${removed.id}/decisions`, {
    decision: 'revoke',
    reason: 'Long away; thank you.',
  })
  await post(`/api/proposals/${kept.id}/decisions`, { decision: 'keep', reason: '', until: '2027-03-01' })
  await post(`/api/proposals/${removed.id}/revocation`)
  await whenEnded(() => ask<{ status: string }>(worker, apiToken, `/api/proposals/${removed.id}/revocation`))
  const [repository] = world.repositoriesOf(ORGANIZATION)
  github.act({ actor: 'mara-voss', kind: 'push', owner: ORGANIZATION, repo: repository?.name ?? '' })
  await github.webhooks.arrived()
  for (const page of ['', '/accounts', '/credentials', '/reviews', '/history', '/settings'])
    await (
      await worker.fetch(`/orgs/${ORGANIZATION}${page}`, { headers: { authorization: `Bearer ${apiToken}` } })
    ).text()
  const tomorrow = daysAfter(instant(world.now), 1)
  github.setNow(tomorrow)
  await worker.scheduled(tomorrow)
  await audited(worker, apiToken, ORGANIZATION)
}

async function whenEnded(revocation: () => Promise<{ status: string }>): Promise<void> {
  while (['pending', 'running'].includes((await revocation()).status)) await sleep(200)
}
