/** The letterhead of an organisation's letters. It knows no address and sends nothing. */

import type { Letterhead } from '../notify/letters.ts'
import type { Outside } from '../outside.ts'
import type { Rules } from '../policy/rules.ts'
import type { Id } from '../policy/words.ts'

export function letterhead(
  outside: Pick<Outside, 'deployment'>,
  organization: { readonly id: Id; readonly login: string },
  rules: Rules,
): Letterhead {
  return {
    publicUrl: outside.deployment.publicUrl,
    organization: { id: organization.id, login: organization.login },
    names: rules.channels.names,
  }
}
