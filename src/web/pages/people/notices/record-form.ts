/** Records what the forms of the list of notices say. */

import type { Platform } from '../../../../platform.ts'
import { sentAtOf, wayOf } from '../../../../policy/people/notices/record-notice.ts'
import { Refusal } from '../../../../policy/refusal.ts'
import type { Actor, NoticeResult } from '../../../../policy/words.ts'
import type { Organization } from '../../../../register/organizations.ts'
import { listPeopleToTell } from '../../../../register/people/notices/notice-list.ts'
import { announce, tellEach } from '../../../../review.ts'
import type { SentForm } from '../../../form.ts'

/** What a form came to. */
export interface Saved {
  readonly told: number
  readonly refused: readonly { readonly name: string; readonly why: string }[]
  /** Why the whole form was refused; null where it was not. */
  readonly complaint: string | null
  readonly status: 403 | 409 | 422
}

/** Records the form; what could not be recorded is in the result, with its reason. */
export async function recordForm(
  platform: Platform,
  org: Organization,
  reviewId: string,
  form: SentForm,
  by: Actor,
): Promise<Saved> {
  const { register, now } = platform
  const way = wayOf(form.text('way'))
  if (typeof way !== 'string') return refusedWhole(way.refusal.sentence)
  const at = sentAtOf(form.text('day'), now)
  if (typeof at !== 'string') return refusedWhole(at.refusal.sentence)
  const act = form.text('act')
  if (act === 'announced') {
    const isNew = await announce(platform, org.id, reviewId, { way, at }, by, now)
    return isNew
      ? { told: 1, refused: [], complaint: null, status: 422 }
      : refusedWhole('Nobody new was told: everybody whom it is for was told already, or is away.')
  }
  const result: NoticeResult | null = act === 'sent' || act === 'unreachable' ? act : null
  if (result === null)
    throw new Refusal('invalid', 'The form says neither told nor unreachable. Nothing was recorded.')
  const ticked = form.all(form.text('all') === '1' ? 'open' : 'proposal')
  if (ticked.length === 0) return refusedWhole('Nobody was ticked. Nothing was recorded.')
  const people = await listPeopleToTell(register, org.id, reviewId, now)
  const login = new Map(people.map((person) => [person.id, person.login]))
  const here = ticked.filter((id) => login.has(id))
  const { told, refused } = await tellEach(
    platform,
    org.id,
    here,
    { kind: 'notice', result, way, at },
    by,
    now,
  )
  return {
    told: told.length,
    refused: refused.map(({ proposalId, refusal }) => ({
      name: login.get(proposalId) ?? proposalId,
      why: refusal.sentence,
    })),
    complaint: null,
    status: refused.some(({ refusal }) => refusal.code === 'forbidden') ? 403 : 409,
  }
}

function refusedWhole(complaint: string): Saved {
  return { told: 0, refused: [], complaint, status: 422 }
}
