/** What people have answered about their own access, and that they are away: marks on a row and the words behind it, for owners alone. */

import { printedDay } from '../../../policy/calendar.ts'
import { saidInWords } from '../../../policy/words/answer-words.ts'
import type { AnswerRow } from '../../../register/people/answers.ts'
import { findSaid, type Said } from '../../../register/people/said.ts'
import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { actorOrErased, Name } from '../../parts/print.tsx'
import type { RowsVisit } from '../views.tsx'

/** What the person of a row has said. */
export type SaidOn = (row: Pick<AskedRow, 'id' | 'subject'>) => Said | undefined

/** A lookup for these rows; nothing where no owner looks: nobody else sees any of it. */
export async function findSaidOn(
  { c, org, owner }: Pick<RowsVisit, 'c' | 'org' | 'owner'>,
  rows: readonly Pick<AskedRow, 'subject'>[],
): Promise<SaidOn> {
  const accounts = rows.flatMap(({ subject }) => (subject.kind === 'account' ? [subject.id] : []))
  if (owner === null || accounts.length === 0) return () => undefined
  const { register, now } = c.var.platform
  const said = await findSaid(register, org.id, accounts, now)
  return ({ id, subject }) => (subject.kind === 'account' ? said(id, subject.id) : undefined)
}

/** The mark on the row: what they say to this question, else that they are away, else what they said last time. */
export function saidTag(said: Said | undefined): readonly (readonly [kind: string, text: string])[] {
  if (said === undefined) return []
  const { standing, earlier, awayUntil } = said
  if (awayUntil !== null) return [['calm', `away until ${printedDay(awayUntil)}`]]
  if (standing !== null) return [['new', `said: ${saidInWords(standing)}`]]
  if (earlier !== null) return [['', `last time: said: ${saidInWords(earlier)}`]]
  return []
}

/** Behind the row, in full; `isPage`: on the page of the account. */
export function SaidInFull({ said, isPage = false }: { said: Said | undefined; isPage?: boolean }) {
  if (said === undefined || (said.standing === null && said.earlier === null && said.awayUntil === null))
    return null
  const { standing, earlier, awayUntil } = said
  return (
    <>
      {isPage ? <h2>What they say</h2> : <h3>What they say</h3>}
      {awayUntil !== null && (
        <p>Away until {printedDay(awayUntil)}. Notice and removal wait until then; the question stays.</p>
      )}
      {standing !== null && <Answer row={standing} />}
      {earlier !== null && (
        <>
          {!isPage && <p class="soft">To an earlier question:</p>}
          <Answer row={earlier} />
        </>
      )}
    </>
  )
}

function Answer({ row }: { row: AnswerRow }) {
  const { at, text, by, toldBy } = row
  return (
    <>
      <p>
        {printedDay(at)}: <b>{saidInWords(row)}</b>.{' '}
        {toldBy !== null && (
          <>
            {actorOrErased(by)} was told (<Name text={toldBy} />) and entered it.
          </>
        )}
      </p>
      {text !== null && (
        <blockquote>
          <Name text={text} />
        </blockquote>
      )}
    </>
  )
}
