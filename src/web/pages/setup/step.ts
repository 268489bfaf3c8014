/** One step of the set-up, and who looks at it. */

import type { Organization } from '../../../register/organizations.ts'

/** `optional`: nothing waits for it. `told`: nothing to do, only how it stands. */
export interface Step {
  readonly is: 'done' | 'to_do' | 'optional' | 'optional_done' | 'told'
  readonly name: string
  /** In a word or two. */
  readonly state: string
  readonly why: string
  readonly how: {
    readonly text: string
    readonly command?: string
    readonly link?: { readonly to: string; readonly label: string }
  }
}

/** Who looks: from the machine on which it runs, and as the owner of which organisations; null: anybody. */
export interface Looking {
  readonly isHere: boolean
  readonly owned: readonly Organization[] | null
}

/** GitHub's page of somebody's own Apps; the address of an organisation's would name it. */
export const APPS = { to: 'https://github.com/settings/apps', label: 'Your Apps on GitHub' }
