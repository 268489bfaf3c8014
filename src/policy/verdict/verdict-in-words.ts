/** Puts into words why an account has its verdict, in plain and kind English for volunteers. */

import { actInWords, implausibleInWords } from '../activity/act-in-words.ts'
import { printedDay } from '../calendar.ts'
import { withoutStop } from '../english.ts'
import type { Id, Instant, Verdict } from '../words.ts'
import { gapsInWords } from './gaps-in-words.ts'

type InactiveVerdict = Extract<Verdict, { verdict: 'inactive' }>

/** The `owner/name` of a repository; null where it is not known. */
type NameOf = (repository: Id | null) => string | null

/** Why an account has its verdict, in one or more sentences. */
export function reasonOf(verdict: Verdict, name: NameOf): string {
  switch (verdict.verdict) {
    case 'active':
      return `Last seen with ${actInWords(verdict.by, name(verdict.by.repository))}.`
    case 'inactive':
      return inactiveInWords(verdict, name)
    case 'new':
      return newInWords(verdict)
    case 'exempt':
      return exemptInWords(verdict)
    case 'unknown':
      return `Cannot tell: ${gapsInWords(verdict.gaps)} What was not read might have shown an act, so nothing is proposed.`
  }
}

/** The repositories whose names `reasonOf` needs. */
export function repositoriesNamed(verdict: Verdict): readonly (Id | null)[] {
  switch (verdict.verdict) {
    case 'active':
      return [verdict.by.repository]
    case 'inactive':
      return [verdict.newest?.repository ?? null, verdict.implausible?.repository ?? null]
    case 'new':
    case 'exempt':
    case 'unknown':
      return []
  }
}

function inactiveInWords(verdict: InactiveVerdict, name: NameOf): string {
  const { implausible } = verdict
  const sentence = verdict.rareActsUnread
    ? `${withoutActivityInWords(verdict, name)} ${UNCOMMON_UNREAD}`
    : withoutActivityInWords(verdict, name)
  if (implausible === undefined) return sentence
  const repository = { name: name(implausible.repository), createdAt: implausible.repositoryCreatedAt }
  return `${sentence} ${implausibleInWords(implausible, implausible.why, repository)}`
}

const UNCOMMON_UNREAD =
  'Workflows started by hand, deployments and tags are still to be looked through in repositories where they can write; nothing is proposed before that.'

function withoutActivityInWords(verdict: InactiveVerdict, name: NameOf): string {
  if (verdict.newest) {
    const { newest, since } = verdict
    // If the newest act is on the day on which the window begins, the days alone would contradict each other.
    const hour = (at: Instant) =>
      printedDay(newest.at) === printedDay(since) ? ` at ${at.slice(11, 16)} UTC` : ''
    const act = actInWords(newest, name(newest.repository))
    return `Last seen with ${act}${hour(newest.at)}; from ${printedDay(since)}${hour(since)} on, nothing of theirs was found.`
  }
  if (verdict.heldSinceBefore === null) {
    return `No act of theirs is known, and none was seen since ${printedDay(verdict.since)}.`
  }
  return `No act of theirs is known; access held since before ${printedDay(verdict.heldSinceBefore)} (the first audit that saw it).`
}

function newInWords(verdict: Extract<Verdict, { verdict: 'new' }>): string {
  const day = printedDay(verdict.since)
  const by = verdict.source === 'audit_log' ? " by the organisation's audit log" : ''
  switch (verdict.because) {
    case 'access':
      return `Has had access here only since ${day}${by}: too short to judge.`
    case 'role':
      return `Has held this role only since ${day}${by}: too short to judge.`
    case 'github_account':
      return `The GitHub account was made on ${day}: too young to judge.`
  }
}

function exemptInWords(verdict: Extract<Verdict, { verdict: 'exempt' }>): string {
  switch (verdict.because) {
    case 'exemption':
      return `Not judged${verdict.until === null ? '' : ` until ${printedDay(verdict.until)}`}: ${withoutStop(verdict.reason)}.`
    case 'leave':
      return `Away until ${printedDay(verdict.until)}, so not judged.`
    case 'sponsored_bot':
      return `A bot; ${verdict.reason} answers for it.`
  }
}
