/** The order of a revocation, and what must hold at which moment: the page to begin with. */

import type { FailedCheck } from '../policy/revocation/safety-checks.ts'
import { authorizeChange, type ChangeCondition } from '../register/revocations/authorize-change.ts'
import { acquireLock, type LockCondition } from '../register/revocations/lock.ts'
import { storeSnapshot } from '../register/revocations/snapshots.ts'
import { carryOutStep } from './carry-out-step.ts'
import { type LookCondition, lookAgain } from './check/look-again.ts'
import { readNewerActs } from './check/newer-acts.ts'
import { recordWhatIsGone, verify } from './check/re-read.ts'
import { finishAttempt } from './end-attempt.ts'
import { removeStepByStep } from './step-by-step.ts'

/** What happens, in this order, as docs/policy.md says it; `by` does it. `carryOut` runs its parts, each in an instance of its own. */
export const PROTOCOL: readonly { readonly does: string; readonly by: (...given: never[]) => unknown }[] = [
  { does: 'The lock of the organisation is taken: its removals run one at a time.', by: acquireLock },
  {
    does: 'What the person did up to this minute is read from GitHub, however new the newest audit is.',
    by: readNewerActs,
  },
  {
    does: 'Everything is looked at again: what they hold now, the decision, and every safety check.',
    by: lookAgain,
  },
  { does: 'What is needed to give it back is stored.', by: storeSnapshot },
  {
    does: 'Right before each change, one conditional write asks again for pause, budget, decision and lock, and records the change as **attempting**.',
    by: authorizeChange,
  },
  {
    does: 'The change is sent. If the answer is lost, GitHub is read again: what is gone was done by us, what is still there is tried again, or has failed.',
    by: carryOutStep,
  },
  {
    does: 'Organisation membership goes first; then GitHub is read again, because it takes teams and repositories with it.',
    by: recordWhatIsGone,
  },
  { does: 'What remains follows, step by step; one failure does not stop the rest.', by: removeStepByStep },
  { does: 'GitHub is read once more: a removal counts only where nothing is left.', by: verify },
  { does: 'The end is recorded, and the owners get a message.', by: finishAttempt },
]

/** A moment at which something must hold: the words of SECURITY.md, and the named checks that hold it. */
interface Cell<Check extends string> {
  readonly words: string
  readonly by: readonly Check[]
}

/** One thing that must hold before a removal; null where that moment does not ask for it. */
interface Precondition {
  readonly what: string
  /** Checked by these functions of src/review/queue/start-revocation.ts. */
  readonly atTheStart: Cell<string> | null
  readonly atTheLastLook: Cell<LookCondition | FailedCheck['kind'] | LockCondition> | null
  /** `carryOutStep`: asked beside the write. */
  readonly beforeEachChange: Cell<ChangeCondition | 'carryOutStep'> | null
}

/** What is checked before a removal, and when. SECURITY.md shows the same rows, and a test holds every cell. */
export const MUST_HOLD: readonly Precondition[] = [
  {
    what: 'it was decided, and the proposal still stands',
    atTheStart: yes('refuseUnready'),
    atTheLastLook: yes('the proposal still stands at the last look'),
    beforeEachChange: yes('the proposal may still be carried out'),
  },
  {
    what: "the votes still stand: who voted is an owner, no token of theirs was ended, nobody's answer differs",
    atTheStart: yes('recheckVotes'),
    atTheLastLook: yes('the decision still stands at the last look'),
    beforeEachChange: {
      words: 'that the answer stands, and none differs',
      by: ['the decision still stands', "nobody's standing answer differs"],
    },
  },
  {
    what: 'it is not the case of whoever starts it',
    atTheStart: yes('isOwnCase'),
    atTheLastLook: null,
    beforeEachChange: null,
  },
  {
    what: 'notice and cooling time are over',
    atTheStart: yes('refuseTooEarly'),
    atTheLastLook: { words: 'yes, by the rules of that moment', by: ['not_before'] },
    beforeEachChange: null,
  },
  {
    what: 'the person was told, where a notice is owed',
    atTheStart: yes('refuseTooEarly'),
    atTheLastLook: yes('not_told'),
    beforeEachChange: yes('the person was told, where a notice is owed'),
  },
  {
    what: 'no owner has paused the organisation',
    atTheStart: yes('refuseHeld'),
    atTheLastLook: yes('paused'),
    beforeEachChange: yes('no owner has paused the organisation'),
  },
  {
    what: 'no owner has stopped this one removal',
    atTheStart: yes('refuseHeld'),
    atTheLastLook: yes('stopped'),
    beforeEachChange: yes('no owner has stopped this removal'),
  },
  {
    what: 'no newer act, workflow or use of the key; nothing more was given; no answer since, no exemption',
    atTheStart: null,
    atTheLastLook: yes(
      'nothing newer is known at the last look',
      'active_again',
      'no_longer_inactive',
      'answered',
      'exempt',
    ),
    beforeEachChange: {
      words: 'that the acts were read at most ten minutes before is asked at each change, beside the write',
      by: ['carryOutStep'],
    },
  },
  {
    what: 'they are not away',
    atTheStart: yes('refuseAway'),
    atTheLastLook: yes('away'),
    beforeEachChange: yes('they are not away'),
  },
  {
    what: "an owner's or administrator's right has its second vote",
    atTheStart: { words: 'as the proposal and the register have it', by: ['recheckVotes'] },
    atTheLastLook: { words: 'as held then', by: ['privileged'] },
    beforeEachChange: null,
  },
  {
    what: 'two active owners, and an active administrator of each repository, are left; with a second vote one active owner',
    atTheStart: null,
    atTheLastLook: {
      words: 'yes (others as the newest audit left them)',
      by: ['too_few_owners', 'last_administrator'],
    },
    beforeEachChange: null,
  },
  {
    what: 'the removal budget is not spent (accounts only)',
    atTheStart: yes('refuseSpent'),
    atTheLastLook: yes('budget_spent'),
    beforeEachChange: yes('the removal budget is not spent'),
  },
  {
    what: 'everything to give it back is known, and stored',
    atTheStart: null,
    atTheLastLook: yes('cannot_give_back'),
    beforeEachChange: yes('the snapshot is stored'),
  },
  {
    what: "this revocation holds the organisation's lock, and it has not run out",
    atTheStart: null,
    atTheLastLook: { words: 'taken at each step', by: ['no other revocation holds the lock'] },
    beforeEachChange: yes('this revocation holds the lock', 'the lock has not run out'),
  },
  {
    what: 'no later attempt has taken over; the revocation has not ended',
    atTheStart: null,
    atTheLastLook: {
      words: 'at each step',
      by: ['no later attempt asks for the lock', 'the revocation that asks for the lock has not ended'],
    },
    beforeEachChange: yes('no later attempt has taken over', 'the revocation is under way'),
  },
  {
    what: 'the organisation is still served',
    atTheStart: null,
    atTheLastLook: null,
    beforeEachChange: yes('the organisation is still served'),
  },
  {
    what: 'what an earlier try has sent was not done: GitHub is read again',
    atTheStart: null,
    atTheLastLook: null,
    beforeEachChange: { words: 'beside the write', by: ['carryOutStep'] },
  },
  {
    what: 'it is in earnest: no rehearsal, and removals are on',
    atTheStart: { words: 'noted at the start', by: ['startRevocationStatement'] },
    atTheLastLook: null,
    beforeEachChange: {
      words: 'yes; the rehearsal is asked at each change, beside the write',
      by: ['removals are switched on', 'carryOutStep'],
    },
  },
]

function yes<Check extends string>(...by: readonly Check[]): Cell<Check> {
  return { words: 'yes', by }
}
