/** How far a whole audit is, in per cent, so that one number stands for all of its stages. */

import { WHOLE_AUDIT } from '../../register/audits/checkpoint.ts'
import type { Checkpoint } from '../../register/schema.ts'
import { STAGES } from '../stages.ts'
import type { Page } from './stage.ts'

/** Every stage counts the same; `next` is the checkpoint behind the page. Less than all of it until the audit has ended. */
export function percentDone(next: Checkpoint, page: Pick<Page, 'next' | 'done' | 'total'>): number {
  const { done = 0, total = 0 } = page
  const within = page.next === null || total === 0 ? 0 : Math.min(1, done / total)
  const share = (next.stage + within) / STAGES.length
  return Math.min(WHOLE_AUDIT - 1, Math.floor(WHOLE_AUDIT * share))
}
