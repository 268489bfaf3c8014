/** Entries of the history by day, newest first; what was saved together for many reads as one sentence. */

import { instant, printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { HistoryEntry } from '../../../register/history/history-list.ts'
import { EntrySentence, SubjectLink } from './entry-sentence.tsx'

/** One panel with a heading for each day. */
export function EntryDays({ entries, org }: { entries: readonly HistoryEntry[]; org: string }) {
  return (
    <div class="panel pad">
      {runsOf(entries, (a, b) => dayOf(a) === dayOf(b)).map((ofDay) => (
        <>
          <h2 class="day">{printedDay(instant(ofDay[0].at))}</h2>
          <ul class="list">
            {runsOf(ofDay, isSaidTogether).map((together) => (
              <li class="entry">
                <time class="small soft" datetime={together[0].at} title={`entry ${together[0].seq}, in UTC`}>
                  {together[0].at.slice(11, 16)}
                </time>
                <Together entries={together} org={org} />
              </li>
            ))}
          </ul>
        </>
      ))}
    </div>
  )
}

/** At least one entry. */
type Run = readonly [HistoryEntry, ...HistoryEntry[]]

function Together({ entries, org }: { entries: Run; org: string }) {
  const [first] = entries
  if (entries.length === 1) return <EntrySentence entry={first} org={org} about={first.subject} />
  const areAccounts = entries.every(({ subject }) => subject?.kind === 'account')
  return (
    <div>
      <EntrySentence
        entry={first}
        org={org}
        about={counted(entries.length, areAccounts ? 'account' : 'name')}
      />
      <details class="fold">
        <summary class="small">Which</summary>
        <ul class="small">
          {entries.map(
            ({ subject }) =>
              subject !== null && (
                <li>
                  <SubjectLink subject={subject} org={org} />
                </li>
              ),
          )}
        </ul>
      </details>
    </div>
  )
}

function dayOf({ at }: HistoryEntry): string {
  return at.slice(0, 10)
}

/** Whether two entries tell the same of two, at the same moment. */
function isSaidTogether(a: HistoryEntry, b: HistoryEntry): boolean {
  const says = ({ at, act, actor, sentence }: HistoryEntry) => JSON.stringify([at, act, actor, sentence])
  return a.subject !== null && b.subject !== null && says(a) === says(b)
}

function runsOf(
  entries: readonly HistoryEntry[],
  belong: (a: HistoryEntry, b: HistoryEntry) => boolean,
): readonly Run[] {
  const runs: [HistoryEntry, ...HistoryEntry[]][] = []
  for (const entry of entries) {
    const run = runs.at(-1)
    if (run !== undefined && belong(run[0], entry)) run.push(entry)
    else runs.push([entry])
  }
  return runs
}
