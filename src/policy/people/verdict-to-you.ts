/** Says to the person themselves why they have their verdict; owners read `reasonOf`. */

import { actInWords, implausibleInWords } from '../activity/act-in-words.ts'
import { printedDay } from '../calendar.ts'
import { withoutStop } from '../english.ts'
import { gapsInWords } from '../verdict/gaps-in-words.ts'
import type { Id, Verdict } from '../words.ts'

/** The `owner/name` of a repository; null where it is not known. */
type NameOf = (repository: Id | null) => string | null

/** In one or more sentences; null: no finished audit has judged them yet. */
export function reasonToYou(verdict: Verdict | null, organization: string, name: NameOf): string {
  if (verdict === null) return 'You have not been judged yet: no audit has ended since you were first seen.'
  switch (verdict.verdict) {
    case 'active':
      return `You count as active: you were last seen with ${actInWords(verdict.by, name(verdict.by.repository))}.`
    case 'inactive':
      return inactiveToYou(verdict, organization, name)
    case 'new':
      return newToYou(verdict)
    case 'exempt':
      return exemptToYou(verdict, organization, name)
    case 'unknown':
      return `It cannot be told whether you were active: ${gapsInWords(verdict.gaps)} What was not read might have shown something that you did, so you are not asked about.`
  }
}

function inactiveToYou(
  verdict: Extract<Verdict, { verdict: 'inactive' }>,
  organization: string,
  name: NameOf,
): string {
  const { newest, since, implausible, heldSinceBefore } = verdict
  const seen =
    newest === null
      ? `Nothing that you did in ${organization} is known${heldSinceBefore === null ? '' : `; you have had access since before ${printedDay(heldSinceBefore)}, the first audit that saw it`}.`
      : `Nothing that you did in ${organization} was seen since ${printedDay(since)}. The newest was ${actInWords(newest, name(newest.repository))}.`
  const rest = verdict.rareActsUnread
    ? ' Workflows started by hand, deployments and tags are still to be looked through where you can write; you are not asked about before that.'
    : ''
  if (implausible === undefined) return `${seen}${rest}`
  const repository = { name: name(implausible.repository), createdAt: implausible.repositoryCreatedAt }
  return `${seen}${rest} ${implausibleInWords(implausible, implausible.why, repository)}`
}

function newToYou(verdict: Extract<Verdict, { verdict: 'new' }>): string {
  const day = printedDay(verdict.since)
  switch (verdict.because) {
    case 'access':
      return `You have had access only since ${day}: that is too short to judge.`
    case 'role':
      return `You have held your role only since ${day}: that is too short to judge.`
    case 'github_account':
      return `Your GitHub account was made on ${day}: it is too young to judge.`
  }
}

function exemptToYou(
  verdict: Extract<Verdict, { verdict: 'exempt' }>,
  organization: string,
  name: NameOf,
): string {
  const until = verdict.until === null ? '' : ` until ${printedDay(verdict.until)}`
  switch (verdict.because) {
    case 'exemption':
      return `You are not judged${until}, as the owners have set: ${withoutStop(verdict.reason)}.`
    case 'leave':
      return `You are away${until}, and not judged before. Apart from that: ${reasonToYou(verdict.otherwise, organization, name)}`
    case 'sponsored_bot':
      return `A bot; ${verdict.reason} answers for it.`
  }
}
