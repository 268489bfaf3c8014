/** After an audit: counts those whose removed access came back without the way back here. */

import type { Platform } from '../../platform.ts'
import { rejoinedHow } from '../../policy/revocation/rejoined.ts'
import type { Id, Instant } from '../../policy/words.ts'
import type { Entry } from '../../register/history/entry.ts'
import { recordEach } from '../../register/history/record-each.ts'
import {
  findCameBack,
  notCounted,
  rejoinedStatement,
} from '../../register/revocations/restorations/rejoins.ts'

/** Each is counted once, with an entry in the history. */
export async function recordRejoins(
  { register }: Pick<Platform, 'register'>,
  orgId: Id,
  now: Instant,
): Promise<void> {
  const cameBack = await findCameBack(register, orgId, now)
  const back = cameBack.map(({ id, removedAt, seenAt }) => {
    return { id, at: seenAt, how: rejoinedHow(removedAt, seenAt) }
  })
  const entries = new Map(
    cameBack.map(({ id, subject }, index): [string, Entry] => [
      id,
      {
        at: now,
        act: 'came_back',
        actor: { kind: 'calendar' },
        subject,
        sentence:
          back[index]?.how === 'sync'
            ? 'The audit found access that was removed less than two days before: what keeps access in a file may have put it back.'
            : 'The audit found access again that was removed; it was not given back here.',
        facts: { proposal: id, how: back[index]?.how },
      },
    ]),
  )
  await recordEach(register, orgId, entries, notCounted(back.map(({ id }) => id)), (recorded) => [
    rejoinedStatement(register, back, recorded),
  ])
}
