/** Reads a role as somebody writes it into a filter. GitHub calls an owner `admin`; both words are taken. */

import { STANDINGS, type StandingRole } from '../register/access/account-list.ts'

/** The role of a filter, undefined where it names none. */
export function roleIn(text: string | undefined): StandingRole | undefined {
  if (text === 'owner') return 'admin'
  return STANDINGS.find((role) => role === text)
}
