/** Who is who in the world under attack. */

export const CAST = {
  home: 'lichen-lab',
  /** Active, and an owner of the first organisation; so is the second owner. */
  owner: 'mara-voss',
  secondOwner: 'teo-lindqvist',
  /** An owner of it who did nothing for months: the review asks about them. */
  idleOwner: 'ines-okafor',
  /** Maintains no team, so that nothing of a review is theirs to see. */
  member: 'priya-raman',
  foreign: 'moss-press',
  foreignOwner: 'arno-fischer',
  foreignMember: 'milo-janssen',
  /** On GitHub, with no access to either. */
  stranger: 'sofia-lund',
} as const
