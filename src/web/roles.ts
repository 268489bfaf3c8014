/** Reads a role as somebody writes it into a filter. GitHub calls an owner `admin`; both words are taken. */

import { MEMBERSHIPS, type MembershipRole } from '../register/access/account-list.ts'

/** The role of a filter, undefined where it names none. */
export function roleIn(text: string | undefined): MembershipRole | undefined {
  if (text === 'owner') return 'admin'
  return MEMBERSHIPS.find((role) => role === text)
}
