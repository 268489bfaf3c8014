/** One entry of the history as a sentence: who did what, about whom, and why. */

import { actorFirst } from '../../../policy/words/names.ts'
import type { Subject } from '../../../policy/words.ts'
import type { HistoryEntry } from '../../../register/history/history-list.ts'
import { accountUrl } from '../../parts/page-addresses.ts'
import { inWords, Name, subjectName } from '../../parts/print.tsx'

/** `about`: what it is about, or in words how many it is about. */
export function EntrySentence(props: { entry: HistoryEntry; org: string; about: Subject | string | null }) {
  const { entry, org, about } = props
  const { actor, sentence } = entry
  if (entry.erased)
    return <span class="soft">Erased: what this entry told of ({inWords(entry.act)}). Its place stays.</span>
  if (actor === null || sentence === null)
    return (
      <span class="soft">Only owners see what people answered, and their leave ({inWords(entry.act)}).</span>
    )
  const who = actorFirst(actor)
  const isSelf =
    actor.kind === 'person' && typeof about === 'object' && about?.kind === 'account' && about.id === actor.id
  const whom =
    about === null || isSelf ? null : typeof about === 'string' ? (
      about
    ) : (
      <SubjectLink subject={about} org={org} />
    )
  const answer = ANSWER.exec(sentence)
  if (answer !== null) {
    const [, how = '', what = '', rest = ''] = answer
    return (
      <span>
        <b>
          <Name text={who} />
        </b>{' '}
        {HOW[how]} <b>{what}</b>
        {whom !== null && <> for {whom}</>}
        {entry.facts.status === 'needs_second' && '; a second owner is needed'}.
        <Name text={rest} />
      </span>
    )
  }
  const begins = sentence.startsWith(`${who} `)
  return (
    <span>
      <b>
        <Name text={who} />
      </b>
      {begins ? (
        <Name text={sentence.slice(who.length)} />
      ) : (
        <>
          {whom !== null && <>, about {whom}</>}: <Name text={sentence} />
        </>
      )}
      {begins && whom !== null && <> About {whom}.</>}
      <Where facts={entry.facts} org={org} />
    </span>
  )
}

/** As `decisionTransition` writes an owner's answer; a role and a day hold no stop. */
const ANSWER = /^(Decided|Answered otherwise|Confirmed, as the only active owner): ([^.]+)\.(.*)$/s

const HOW: Readonly<Record<string, string>> = {
  Decided: 'answered',
  'Answered otherwise': 'answered otherwise:',
  'Confirmed, as the only active owner': 'confirmed, as the only active owner:',
}

/** Who or what an entry is about; an account's name leads to its page. */
export function SubjectLink({ subject, org }: { subject: Subject; org: string }) {
  const name = <Name text={subjectName(subject)} />
  if (subject.kind !== 'account') return name
  return <a href={accountUrl(org, subject.login)}>{name}</a>
}

/** A link to the review or audit that the entry tells of. */
function Where({ facts, org }: { facts: HistoryEntry['facts']; org: string }) {
  const { review, audit } = facts
  if (typeof review === 'string')
    return (
      <>
        {' '}
        <a href={`/orgs/${org}/reviews/${review}`}>See the review</a>
      </>
    )
  if (typeof audit === 'string')
    return (
      <>
        {' '}
        <a href={`/orgs/${org}/audits/${audit}`}>See the audit</a>
      </>
    )
  return null
}
