/** All classes of attack, in the order in which they are begun: the longest first. */
import type { AttackClass } from './attempt.ts'
import { crossing } from './classes/crossing.ts'
import { csrf } from './classes/csrf.ts'
import { fortyDays } from './classes/forty-days.ts'
import { gates } from './classes/gates.ts'
import { rewriting } from './classes/history.ts'
import { injection } from './classes/injection.ts'
import { kills } from './classes/kills.ts'
import { races } from './classes/races.ts'
import { secrets } from './classes/secrets.ts'
import { signingIn } from './classes/sign-in.ts'
import { strangers } from './classes/strangers.ts'
import { webhooks } from './classes/webhooks.ts'

export const CLASSES: readonly AttackClass[] = [
  fortyDays,
  kills,
  gates,
  strangers,
  crossing,
  races,
  rewriting,
  secrets,
  csrf,
  signingIn,
  injection,
  webhooks,
]
