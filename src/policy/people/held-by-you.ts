/** Says to the person themselves what they hold, in a few words that follow "You can still". */

import { counted, listed } from '../english.ts'
import type { ProposalScope, Risk } from '../words.ts'

/** A part of a sentence; what stands out is printed in bold. */
export type Part = string | { readonly strong: string }

/** `You can still push to **atlas** and **spores** in Lichen, through team cartographers.` */
export function heldByYou(
  { opens, holds }: Risk,
  scope: ProposalScope | null,
  organization: string,
): readonly Part[] {
  if (scope !== null) return scopeHeld(scope, organization)
  if (holds === undefined) return ['You still have access to ', bold(organization), `: ${listed(opens)}.`]
  const { role, places, more, teams } = holds
  const through =
    teams.length === 0
      ? ''
      : `, through ${teams.length === 1 ? 'team' : 'teams'} ${listed(teams.slice(0, MOST_TEAMS))}${teams.length > MOST_TEAMS ? ` and ${teams.length - MOST_TEAMS} more` : ''}`
  switch (role) {
    case 'owner':
      return [
        'You are still an ',
        bold(`owner of ${organization}`),
        ': you can change, delete and give away everything there.',
      ]
    case 'member':
      return [
        'You are still a ',
        bold(`member of ${organization}`),
        `, and can read what every member can read${through}.`,
      ]
    case 'none':
      return [
        'You still have access to ',
        bold(organization),
        `, and can do no more there than everybody${through}.`,
      ]
    case 'admin':
    case 'maintain':
    case 'write':
    case 'triage':
    case 'read':
      return [
        `You can still ${CAN[role]} `,
        ...placesInWords(places, more, organization),
        `${through}${holds.outsideCollaborator ? `, as an outside collaborator of ${organization}` : ''}.`,
      ]
  }
}

const MOST_TEAMS = 3

const CAN = {
  admin: 'administer',
  maintain: 'push to and manage',
  write: 'push to',
  triage: 'label and close issues in',
  read: 'read',
} as const

function scopeHeld({ kind, name }: ProposalScope, organization: string): readonly Part[] {
  if (kind === 'team') return ['You are in ', bold(`team ${name}`), ` of ${organization}.`]
  return ['You have a role of your own in ', bold(name), ` of ${organization}.`]
}

function placesInWords(places: readonly string[], more: number, organization: string): readonly Part[] {
  const short = places.map((place) => bold(place.replace(/^.*\//, '')))
  const rest = more > 0 ? [`${counted(more, 'more repository', 'more repositories')}`] : []
  const all: Part[] = [...short, ...rest]
  if (all.length === 0) return [bold(`every repository of ${organization}`)]
  const parts = all.flatMap((part, index): Part[] => {
    if (index === 0) return [part]
    return [index === all.length - 1 ? ' and ' : ', ', part]
  })
  return places.length === 0 ? parts : [...parts, ` in ${organization}`]
}

function bold(strong: string): Part {
  return { strong }
}
