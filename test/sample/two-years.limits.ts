/** The recorded years of the sample are what the product does today: they are lived through again, and come to the same. */
import { expect, it } from 'vitest'
import { lived } from '../../sample/two-years/lived.ts'
import { type Recording, readRecording, recordingOf } from '../../sample/two-years/recording.ts'

it('come to the same verdicts, questions, numbers and messages', async () => {
  const { running, now, end } = await lived(() => undefined)
  const again = summaryOf(await recordingOf(running, now))
  await end()
  expect(again).toEqual(summaryOf(readRecording()))
}, 900_000)

/** What a newcomer sees, without the ids and digests that are new at each run. */
function summaryOf({ tables, messages, organizations }: Recording) {
  const reviewOf = new Map(
    (tables.reviews ?? []).map(({ id, org_id, quarter }) => [id, `${org_id} ${quarter}`]),
  )
  return {
    stale: columns(tables.stale_access, 'org_id', 'name', 'stale', 'unknown', 'total', 'people'),
    reviews: columns(tables.reviews, 'org_id', 'quarter', 'opened_at', 'closed_at'),
    questions: (tables.proposals ?? [])
      .map(
        ({ review_id, subject_key, status }) => `${reviewOf.get(review_id ?? '')} ${subject_key} ${status}`,
      )
      .toSorted(),
    verdicts: columns(tables.verdicts, 'org_id', 'account_id', 'verdict', 'reason'),
    grants: columns(
      // To the day: the second depends on the machine.
      (tables.grants ?? []).map((row) => ({ ...row, closed: String(row.closed_at).slice(0, 10) })),
      ...['org_id', 'account_id', 'kind', 'role', 'closed'],
    ),
    // A webhook may find an audit under way, or start one; an e-mail may come before an answer that makes it needless.
    acts: columns(
      (tables.history ?? []).filter(({ act }) => !/^(audit_finished$|notice_)/.test(String(act))),
      ...['org_id', 'act'],
    ),
    messages: messages
      .map(({ channel }) => channel)
      .filter((channel) => channel !== 'mail')
      .toSorted(),
    members: organizations.map(({ members }) => members.map(({ login }) => login).toSorted()),
  }
}

function columns(rows: Recording['tables'][string] | undefined, ...names: readonly string[]) {
  return (rows ?? []).map((row) => names.map((name) => row[name] ?? '').join(' ')).toSorted()
}
