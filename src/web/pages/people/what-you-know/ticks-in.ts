/** Reads the ticks of the page *What do you know?*: fields are named by the account, `joined.5`, `away.5`, `sponsor.5`. */

import type { Ticked } from '../../../../policy/people/what-is-known.ts'
import type { SentForm } from '../../../form.ts'
import type { PersonToAskAbout } from './people-to-ask-about.ts'

/** A form that comes back. */
export interface SentTicks {
  readonly form: SentForm
  /** By field: `away.5`. */
  readonly complaints: ReadonlyMap<string, string>
}

/** What was ticked for those who may be ticked; whoever else the form names is passed over. A date or login alone counts as its tick. */
export function ticksIn(form: SentForm, people: readonly PersonToAskAbout[]) {
  const names = new Set(form.names)
  return people.flatMap((account) => {
    const { id } = account
    const has = (field: string) => names.has(`${field}.${id}`)
    const text = (field: string) => form.text(`${field}.${id}`)
    const ticked: Ticked = {
      joinedLately: has('joined'),
      awayUntil: has('away') || text('awayUntil') !== '' ? text('awayUntil') : null,
      sponsor: has('sponsor') || text('sponsorLogin') !== '' ? text('sponsorLogin') : null,
      unseenUntil: has('unseen') || text('unseenUntil') !== '' ? text('unseenUntil') : null,
    }
    const isTicked =
      ticked.joinedLately ||
      [ticked.awayUntil, ticked.sponsor, ticked.unseenUntil].some((each) => each !== null)
    return isTicked ? [{ account, ticked }] : []
  })
}
