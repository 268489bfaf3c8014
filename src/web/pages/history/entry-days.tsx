/** Entries of the history by day, newest first; what was saved together for many, and the steps of one removal, read as one sentence. */

import { instant, printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { HistoryEntry } from '../../../register/history/history-list.ts'
import { Name } from '../../parts/print.tsx'
import { EntrySentence, SubjectLink } from './entry-sentence.tsx'

/** One panel with a heading for each day. */
export function EntryDays({ entries, org }: { entries: readonly HistoryEntry[]; org: string }) {
  return (
    <div class="panel pad">
      {runsOf(entries, (a, b) => dayOf(a) === dayOf(b)).map((ofDay) => (
        <>
          <h2 class="day">{printedDay(instant(ofDay[0].at))}</h2>
          <ul class="list">
            {runsOf(ofDay, (a, b) => isSaidTogether(a, b) || isOneRemoval(a, b)).map((together) => (
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
  if (isStep(first)) return <Steps entries={entries} org={org} />
  const areAccounts = entries.every(({ subject }) => subject?.kind === 'account')
  return (
    <div>
      <EntrySentence
        entry={first}
        org={org}
        about={counted(entries.length, areAccounts ? 'account' : 'name')}
      />{' '}
      <details class="inline">
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

/** The steps of one removal as one line: how it ended, and folded behind that every step. */
function Steps({ entries, org }: { entries: Run; org: string }) {
  const [last, ...before] = entries
  return (
    <div>
      <EntrySentence entry={last} org={org} about={last.subject} />{' '}
      <details class="inline">
        <summary class="small">Step by step</summary>
        <ul class="small">
          {before.toReversed().map(({ seq, at, sentence }) => (
            <li>
              <time datetime={at} title={`entry ${seq}, in UTC`}>
                {at.slice(11, 16)}
              </time>{' '}
              <Name text={sentence ?? ''} />
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

function dayOf({ at }: HistoryEntry): string {
  return at.slice(0, 10)
}

/** Whether two entries say the same about two subjects, at the same moment. */
function isSaidTogether(a: HistoryEntry, b: HistoryEntry): boolean {
  const says = ({ at, act, actor, sentence }: HistoryEntry) => JSON.stringify([at, act, actor, sentence])
  return a.subject !== null && b.subject !== null && !isStep(a) && says(a) === says(b)
}

/** Whether an entry tells of carrying out, or of giving back, by its step or by its beginning. */
function isStep({ facts }: HistoryEntry): boolean {
  return (
    typeof facts.proposal === 'string' &&
    (typeof facts.attempt === 'number' || typeof facts.rehearsal === 'boolean')
  )
}

function isOneRemoval(a: HistoryEntry, b: HistoryEntry): boolean {
  return (
    isStep(a) &&
    isStep(b) &&
    a.facts.proposal === b.facts.proposal &&
    a.facts.giving_back === b.facts.giving_back
  )
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
