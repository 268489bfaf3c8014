/** The public numbers: off everywhere until an organisation's owners switch them on. It never names anybody. */

import { Refusal } from '../../policy/refusal.ts'
import { router } from './contract.ts'

/** The same answer for an organisation that is not served and one that shows nothing. */
const OFF = 'There is no public page of this organisation here.'

export const openApi = router()
  .get('/api/public/orgs/:org', () => {
    throw new Refusal('not_found', OFF)
  })
  .get('/badge/:badge', () => {
    throw new Refusal('not_found', OFF)
  })
