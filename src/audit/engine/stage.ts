/** What a stage of an audit is: pages from a bookmark on, and the way past what cannot be read. Holds no stage itself. */

import type { GitHub } from '../../github/http/client.ts'
import type { GitHubTrouble } from '../../github/http/errors.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Instant, Reading, Source } from '../../policy/words.ts'
import type { Audit } from '../../register/audits/audits.ts'
import type { Register, Statement } from '../../register/open.ts'
import type { Organization } from '../../register/organizations.ts'

/** What every stage may use. */
export interface Run {
  readonly audit: Audit
  readonly org: Organization
  readonly github: GitHub
  readonly register: Register
  readonly rules: Rules
  readonly asOf: Instant
  /** The beginning of the window: an act at this very moment still counts. */
  readonly cutoff: Instant
  readonly webUrl: string
  /** Requests of this audit so far, by what they were for; kept up as the run goes on. */
  readonly spent: Record<Stage['budget'], number>
}

/** One page: what it writes, and the cursor behind it; null where the stage is finished with this page. */
export interface Page {
  readonly statements: readonly Statement[]
  readonly next: unknown
  readonly done?: number
  readonly total?: number
}

export interface Stage {
  /** For people: "reading the members". */
  readonly label: string
  /** What its requests are counted as. */
  readonly budget: 'inventory' | 'credentials' | 'activity' | 'uncommon' | 'dates' | 'nothing'
  /** Whether `past` asks for less at once where GitHub found a question too large. */
  readonly canSplit?: true
  /** Whether it takes a step of its own: it computes more than it asks. */
  readonly exclusive?: true
  /** Yields pages from the cursor on (null: from the beginning). A page read twice does no harm. */
  read(run: Run, cursor: unknown): AsyncGenerator<Page>
  /** The page that notes what cannot be read, and goes on behind it. */
  skip(run: Run, cursor: unknown, trouble: GitHubTrouble): Promise<Page>
}

/** A reading of the whole organisation that came to its end. */
export function readWhole(source: Source): Reading {
  return { source, scope: { kind: 'organization' }, state: { kind: 'complete' } }
}

/** A reading that was not possible, with why. */
export function notRead(
  source: Source,
  trouble: Error,
  scope: Reading['scope'] = { kind: 'organization' },
): Reading {
  return {
    source,
    scope,
    state: { kind: 'unread', reason: trouble.message.replace(/ retry-after=\d+$/, '') },
  }
}
