/** Reads the answers in a form of rows, and says of each field what is wrong with it before anything is recorded. */

import { whyTooLong } from '../../../policy/decisions/reason.ts'
import { type DecisionKind, POWERS, type Power } from '../../../policy/words.ts'
import type { BoundAnswer } from '../../../review.ts'
import type { SentForm } from '../../form.ts'

type Complaints = ReadonlyMap<string, string>

/** Every answer that was chosen; complaints by the name of the field. A plan is shown without a reason, too. */
export function answersIn(
  form: SentForm,
  isPlan = false,
): {
  readonly answers: readonly BoundAnswer[]
  readonly complaints: Complaints
} {
  const complaints = new Map<string, string>()
  const common = form.text('reason')
  const answers = form.names.flatMap((name): BoundAnswer[] => {
    const decision = name.startsWith('answer.') ? kindIn(form.text(name)) : undefined
    if (decision === undefined) return []
    const id = name.slice('answer.'.length)
    const own = decision === 'keep' ? form.text(`reason.${id}`) : ''
    const role = decision === 'downgrade' ? form.text(`role.${id}`) : ''
    if (decision === 'downgrade' && role === '')
      complaints.set(`role.${id}`, 'Downgrade to which role? Choose one of those on offer.')
    if (decision === 'keep' && form.text(`until.${id}`) === '')
      complaints.set(`until.${id}`, 'Keep until when? Choose a day.')
    const repositories =
      role === 'outside_collaborator' ? keptIn(form.all(`${REPOSITORIES}.${id}`)) : undefined
    if (repositories?.length === 0)
      complaints.set(`${REPOSITORIES}.${id}`, 'Which repositories stay? Choose at least one, or revoke.')
    tooLong(`reason.${id}`, own)
    return [
      {
        proposalId: id,
        decision,
        reason: own === '' ? common : own,
        until: decision === 'keep' ? form.text(`until.${id}`) : null,
        role: role === '' ? null : role,
        repositories,
        seen: form.text(`seen.${id}`) || null,
      },
    ]
  })
  if (answers.length === 0) complaints.set('answer', 'Nothing was answered: choose an answer in a row first.')
  if (!isPlan && answers.length > 1 && answers.some(({ reason }) => reason === ''))
    complaints.set('reason', 'Several answers at once need a reason.')
  tooLong('reason', common)
  return { answers, complaints }

  function tooLong(field: string, text: string): void {
    const why = whyTooLong(text)
    if (why !== null) complaints.set(field, why.refusal.sentence)
  }
}

/** The field with the repositories that an outside collaborator keeps; the row sends it empty, too, so that none chosen shows. */
const REPOSITORIES = 'repositories'

function keptIn(sent: readonly string[]): readonly number[] | undefined {
  return sent.length === 0 ? undefined : sent.filter((id) => id !== '').map(Number)
}

/** One answer to a group. */
export interface GroupAnswer {
  readonly power: Power
  readonly seen: string
  readonly except: readonly (typeof EXCEPT)[number][]
  readonly decision: DecisionKind
  readonly until: string | null
  readonly reason: string
}

/** The answer to a group, or what is wrong with it in a sentence. */
export function groupAnswerIn(form: SentForm): GroupAnswer | string {
  const power = POWERS.find((word) => word === form.text('group'))
  const decision = kindIn(form.text('answer'))
  const reason = form.text('reason')
  if (power === undefined) return 'There is no such group in a review.'
  if (decision === undefined) return 'Choose one answer for all of them.'
  if (reason === '') return 'One answer to several needs a reason.'
  const why = whyTooLong(reason)
  if (why !== null) return why.refusal.sentence
  return {
    power,
    decision,
    reason,
    seen: form.text('seen'),
    except: EXCEPT.filter((word) => form.all('except').includes(word)),
    until: decision === 'keep' ? form.text('until') : null,
  }
}

const EXCEPT = ['no_second_factor', 'never_seen', 'elsewhere'] as const

function kindIn(text: string): DecisionKind | undefined {
  return KINDS.find((kind) => kind === text)
}

const KINDS: readonly DecisionKind[] = ['revoke', 'downgrade', 'emeritus', 'keep']
