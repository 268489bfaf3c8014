/** How long ago something was, and how long something took, in words: "4 years 5 months ago", "2 hours 5 minutes". */

import { daysBetween, isBefore, monthsBefore } from '../calendar.ts'
import { counted } from '../english.ts'
import type { Instant } from '../words.ts'

/** In the two largest units that say something; `today` within 24 hours, and for what lies ahead. */
export function agoInWords(at: Instant, now: Instant): string {
  const months = monthsSince(at, now)
  if (months >= 12) {
    const rest = months % 12
    return `${counted(Math.floor(months / 12), 'year')}${rest === 0 ? '' : ` ${counted(rest, 'month')}`} ago`
  }
  if (months >= 1) return `${counted(months, 'month')} ago`
  const days = daysBetween(at, now)
  if (days < 1) return 'today'
  return days === 1 ? 'yesterday' : `${counted(days, 'day')} ago`
}

/** To the minute, rounded down; from two days on in days. */
export function spanInWords(from: Instant, to: Instant): string {
  const minutes = Math.floor((Date.parse(to) - Date.parse(from)) / 60_000)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  if (hours >= 48) return counted(Math.floor(hours / 24), 'day')
  const rest = minutes % 60
  return `${counted(hours, 'hour')}${rest === 0 ? '' : ` ${counted(rest, 'minute')}`}`
}

/** Whole calendar months. */
function monthsSince(at: Instant, now: Instant): number {
  const rough = (yearOf(now) - yearOf(at)) * 12 + monthOf(now) - monthOf(at)
  return Math.max(0, isBefore(monthsBefore(now, rough), at) ? rough - 1 : rough)
}

function yearOf(at: Instant): number {
  return Number(at.slice(0, 4))
}

function monthOf(at: Instant): number {
  return Number(at.slice(5, 7))
}
