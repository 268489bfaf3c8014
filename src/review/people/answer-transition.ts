/** What an answer makes of a proposal, as its transition and history entry. */

import type { AnswerEffect } from '../../policy/people/answer.ts'
import { saidInWords } from '../../policy/words/answer-words.ts'
import { actorFirst } from '../../policy/words/names.ts'
import type { Instant } from '../../policy/words.ts'
import type { AnswerRow } from '../../register/people/answers.ts'
import type { ProposalWithVotes } from '../../register/reviews/proposals.ts'
import type { Transition } from '../../register/reviews/transitions.ts'

/** The transition; `row.endedAt` says that the answer is taken back. */
export function answerTransition(
  { proposal, votes }: ProposalWithVotes,
  effect: AnswerEffect,
  row: AnswerRow,
  now: Instant,
): Transition {
  const about = {
    proposalId: proposal.id,
    from: [proposal.status],
    entry: {
      at: now,
      act: row.endedAt === null ? 'answered' : 'answer_taken_back',
      actor: row.by,
      subject: proposal.subject,
      sentence: entrySentence(row),
      facts: { proposal: proposal.id, answer: row.id, effect: effect.kind },
    },
    // More people read this than may see the answer, so it does not say what was answered.
    attemptEnds: effect.kind === 'ended' ? effect.why : 'The owners decide afresh.',
  } as const
  switch (effect.kind) {
    case 'recorded':
      return { ...about, to: proposal.status, stale: null, reopened: proposal.reopened, votes: null }
    case 'ended':
      return { ...about, to: 'stale', stale: effect.why, reopened: proposal.reopened, votes: null }
    case 'asked_again':
      return {
        ...about,
        to: 'open',
        stale: null,
        // Where an act had opened it again, that stays the reason: an owner still has to make sure that it is the person
        // themselves.
        reopened:
          proposal.reopened?.kind === 'act'
            ? proposal.reopened
            : { kind: 'answer', why: effect.why, at: now },
        votes: { kind: 'all_end', because: 'reopened', at: now },
      }
    case 'own_vote': {
      const vote = {
        ...{ id: crypto.randomUUID(), proposalId: proposal.id, by: row.by, decision: effect.decision },
        ...{ reason: '', role: null, until: null, repositories: null, plan: effect.plan, at: now },
        ...{ confirmedAt: null, endedAt: null, endedBecause: null, batch: null },
      }
      return {
        ...about,
        to: effect.status,
        stale: null,
        reopened: proposal.reopened,
        votes: { kind: 'stepped_down', decision: vote, standing: votes.map(({ id }) => id) },
        // The same entry as any other vote has, without the person's words: more people may read it than those.
        entry: {
          ...about.entry,
          act: 'decided',
          sentence: `${actorFirst(row.by)} steps down: ${effect.decision}, by their own vote.`,
          facts: {
            ...about.entry.facts,
            ...{ decision: vote.id, kind: vote.decision, status: effect.status, until: null, role: null },
          },
        },
      }
    }
  }
}

/** In the erasable text alone; only owners and the person read it. */
function entrySentence(row: AnswerRow): string {
  const { by, text, toldBy, endedAt } = row
  if (endedAt !== null) return `${actorFirst(by)} took their answer back.`
  const who = toldBy === null ? `${actorFirst(by)} answered` : `${actorFirst(by)} was told (${toldBy})`
  return `${who}: ${saidInWords(row)}.${text === null ? '' : ` In their words: ${text}`}`
}
