/** The choice of an answer without a script: radios under words, and under them what only one answer needs. */

import type { AskedRow } from '../../../register/reviews/page/asked-rows.ts'
import { inWords, Name } from '../../parts/print.tsx'
import type { SentAnswers } from '../views.tsx'
import { labelOf, namesOf, offeredTo } from './row-words.ts'

/** The fields of a row are named by its id: `answer.ID`, `until.ID`, `role.ID`, `repositories.ID`, `reason.ID`, `seen.ID`. */
export function Choice(props: { row: AskedRow; sent: SentAnswers | null; keepUntil: string }) {
  const { row, sent } = props
  const { decisions } = offeredTo(row)
  const chosen = sent?.text(`answer.${row.id}`) ?? ''
  const { name } = namesOf(row)
  return (
    <fieldset>
      <legend class="unseen">{name}: answer</legend>
      <div class="seg">
        {decisions.map((decision) => (
          <label>
            <input
              type="radio"
              class={`a-${decision}`}
              name={`answer.${row.id}`}
              value={decision}
              checked={chosen === decision}
            />
            <span>{labelOf(decision, row.power, row.subject.kind)}</span>
          </label>
        ))}
        <label class="clear">
          <input
            type="radio"
            class="a-none"
            aria-label="no answer"
            name={`answer.${row.id}`}
            value=""
            checked={chosen === ''}
          />
          <span aria-hidden="true">✕</span>
        </label>
      </div>
      <input type="hidden" name={`seen.${row.id}`} value={row.seen} />
      <Extra {...props} />
    </fieldset>
  )
}

/** The fields take the name of the person from the choice that they belong to. */
function Extra(props: { row: AskedRow; sent: SentAnswers | null; keepUntil: string }) {
  const { row, sent, keepUntil } = props
  const { decisions, roles } = offeredTo(row)
  const { id, smallestRole } = row
  const suggested = smallestRole !== null && roles.includes(smallestRole.role) ? smallestRole.role : null
  const wrong = (field: string) => sent?.complaints.get(field)
  const invalid = (field: string) =>
    wrong(field) === undefined
      ? {}
      : ({ id: field, 'aria-invalid': 'true', 'aria-describedby': `complaint-${field}` } as const)
  const complaints = ['role', 'repositories', 'until', 'reason', 'answer'].flatMap((field) => {
    const text = wrong(`${field}.${id}`)
    return text === undefined ? [] : [{ field: `${field}.${id}`, text }]
  })
  return (
    <>
      {decisions.includes('downgrade') && (
        <div class="extra e-downgrade">
          <label>
            to{' '}
            <select name={`role.${id}`} {...invalid(`role.${id}`)}>
              {roles.length > 1 && <option value="">choose</option>}
              {roles.map((role) => (
                <option value={role} selected={sent?.text(`role.${id}`) === role}>
                  {inWords(role)}
                </option>
              ))}
            </select>
          </label>
          {suggested !== null && <span>would do: {suggested}</span>}
        </div>
      )}
      {roles.includes('outside_collaborator') && (
        <Stays row={row} sent={sent} invalid={invalid(`repositories.${id}`)} />
      )}
      <div class="extra e-keep">
        <label>
          until{' '}
          <input
            type="date"
            name={`until.${id}`}
            {...invalid(`until.${id}`)}
            value={sent?.text(`until.${id}`) ?? keepUntil}
          />
        </label>
        <input
          class="grow"
          name={`reason.${id}`}
          aria-label="own reason"
          placeholder="own reason"
          maxlength={2000}
          value={sent?.text(`reason.${id}`) ?? ''}
          {...invalid(`reason.${id}`)}
        />
      </div>
      {decisions.includes('emeritus') && (
        <div class="extra e-emeritus">joins the emeritus team, which opens nothing</div>
      )}
      {complaints.map(({ field, text }) => (
        <p class="complaint" id={`complaint-${field}`}>
          {text}
        </p>
      ))}
    </>
  )
}

/** The repositories that an outside collaborator keeps: all, unless some are taken out. */
function Stays(props: { row: AskedRow; sent: SentAnswers | null; invalid: object }) {
  const { row, sent, invalid } = props
  const field = `repositories.${row.id}`
  const entered = sent?.all(field) ?? []
  return (
    <fieldset class="extra e-stays" {...invalid}>
      <legend>and stays in</legend>
      <input type="hidden" name={field} value="" />
      {row.reached.map((repository) => (
        <label>
          <input
            type="checkbox"
            name={field}
            value={repository.id}
            checked={entered.length === 0 || entered.includes(String(repository.id))}
          />{' '}
          <Name text={repository.name} />
        </label>
      ))}
    </fieldset>
  )
}
