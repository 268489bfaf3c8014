/** Says in sentences what a person has to do by hand, and why its links are not shown yet. */

import { printedDay } from '../../calendar.ts'
import type { Instant, KeptInFile, PlanStep } from '../../words.ts'

/** Why the product does not remove somebody whom a file would put back. */
export function keptInWords({ repository, path, line, login }: KeptInFile): string {
  return `${repository} names ${login} in ${path}, line ${line}, and would put them back: take the line out there first, then do this by hand.`
}

/** From when the links of a person are shown. */
export function fromInWords(at: Instant): string {
  return `The notice or the cooling time runs until ${printedDay(at)}; the links stand here from then on.`
}

/** The lists to paste, with what each is for; a list of one login is as easily typed. */
export function pasteInWords(action: PlanStep['action'], logins: number): string {
  switch (action) {
    case 'remove_membership':
      return `${logins} logins for the people page`
    case 'remove_outside_collaborator':
      return `${logins} logins for the page of outside collaborators`
    default:
      return `${logins} logins`
  }
}
