/** Writes whole-day events as a calendar that every program can subscribe to (RFC 5545). */

import { instant, MILLISECONDS_A_DAY } from '../../policy/calendar.ts'
import { invisibleShown } from '../../policy/words/invisible.ts'
import type { Instant } from '../../policy/words.ts'

/** One day on which something is to be done, or happens by itself. */
export interface CalendarEvent {
  /** The same at every reading, and unique over all organisations: the program moves the event instead of adding another. */
  readonly key: string
  /** `2026-12-08`. */
  readonly day: string
  /** One line of plain text, as `description` is too. Both may contain the name of an organisation. */
  readonly summary: string
  readonly description: string
  readonly url: string
}

/** The calendar. `host` makes the keys unique in the world. */
export function calendarText(events: readonly CalendarEvent[], host: string, now: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Chatelaine//Calendar of an owner//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'NAME:Chatelaine',
    'X-WR-CALNAME:Chatelaine',
    'REFRESH-INTERVAL;VALUE=DURATION:PT12H',
    'X-PUBLISHED-TTL:PT12H',
    ...UTC,
    ...events.flatMap((event) => linesOf(event, host, now)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

/** A calendar must hold at least one component (RFC 5545, 3.6). Where there is no event, it is this time zone. */
const UTC = [
  'BEGIN:VTIMEZONE',
  'TZID:UTC',
  'BEGIN:STANDARD',
  'DTSTART:19700101T000000',
  'TZOFFSETFROM:+0000',
  'TZOFFSETTO:+0000',
  'END:STANDARD',
  'END:VTIMEZONE',
]

function linesOf(
  { key, day, summary, description, url }: CalendarEvent,
  host: string,
  now: Instant,
): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(`${key}@${host}`)}`,
    `DTSTAMP:${compact(now).slice(0, 15)}Z`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    // The end is the day after, which does not belong to it (RFC 5545, 3.6.1).
    `DTEND;VALUE=DATE:${compact(instant(Date.parse(day) + MILLISECONDS_A_DAY)).slice(0, 8)}`,
    'TRANSP:TRANSPARENT',
    `SUMMARY:${escaped(summary)}`,
    `DESCRIPTION:${escaped(description)}`,
    // An address is no text, so nothing of it is escaped: `URL` keeps it to what an address may hold.
    `URL:${new URL(url).href}`,
    'END:VEVENT',
  ]
}

function compact(moment: string): string {
  return moment.replace(/[-:]/g, '')
}

/** A text value (RFC 5545, 3.3.11); a line end becomes a space, and what else is invisible is shown. */
function escaped(text: string): string {
  return invisibleShown(text.replace(/[\r\n\t]+/g, ' ')).replace(/[\\;,]/g, '\\$&')
}

/** Octets in a line, its end not counted (RFC 5545, 3.1). */
const MOST_OCTETS = 75

/** The line in pieces of at most 75 octets, of which every further one begins with a space; no character is cut. */
function folded(line: string): string {
  const pieces: string[] = []
  let piece = ''
  let octets = 0
  for (const character of line) {
    const length = new TextEncoder().encode(character).length
    if (octets + length > MOST_OCTETS) {
      pieces.push(piece)
      piece = ' '
      octets = 1
    }
    piece += character
    octets += length
  }
  return [...pieces, piece].join('\r\n')
}
