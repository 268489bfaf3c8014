/** Says in sentences what unsaved answers would come to, and which of them would be refused. */

import { counted } from '../../../policy/english.ts'
import type { Instant } from '../../../policy/words.ts'
import type { Foreseen, QueuePlace } from '../../../review.ts'
import { Name } from '../../parts/print.tsx'
import { dayOfPlace, queueInWords } from '../queue/in-words.ts'
import type { NotSaved } from '../saving/refused-notice.tsx'

export function Outcome({
  foreseen: { answers, queue },
  refused,
  now,
}: {
  foreseen: Foreseen
  refused: readonly NotSaved[]
  now: Instant
}) {
  const own = new Set(answers.map(({ found }) => found.proposal.id))
  const places = queue.filter(({ queued }) => own.has(queued.proposal))
  const days = places.flatMap((place) => dayOfPlace(place, now) ?? []).sort()
  const isUntold = ({ dueAt, waitsFor }: QueuePlace) =>
    dueAt === null && waitsFor.some(({ kind }) => kind === 'notice')
  const untold = places.filter(isUntold).length
  const byHand = places.length - days.length - untold
  const count = (status: string) => answers.filter(({ decided }) => decided.status === status).length
  const facts = [
    [days.length, queueInWords(days.length, days, now)],
    [
      untold,
      `${counted(untold, 'removal')} once ${untold === 1 ? 'its person has' : 'their people have'} been told`,
    ],
    [byHand, `${byHand} to be done by hand`],
    [count('needs_second'), `${count('needs_second')} for a second owner`],
    [count('open'), `${count('open')} with two opinions`],
    [count('kept'), count('kept') === 1 ? '1 stays as it is' : `${count('kept')} stay as they are`],
  ] as const
  const told = facts.flatMap(([n, words]) => (n > 0 ? [words] : []))
  return (
    <>
      <p class="soft">
        {counted(answers.length, 'answer')}
        {told.length > 0 && `: ${told.join('; ')}`}. Nothing is recorded before you save.
      </p>
      {refused.length > 0 && (
        <ul class="small">
          {refused.map(({ name, sentence }) => (
            <li>
              <b>
                <Name text={name} />
              </b>{' '}
              would not be saved: {sentence}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
