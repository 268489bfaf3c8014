/** The types of an audit's stages, and the readings that they record. */

import type { GitHub } from '../../github/http/client.ts'
import type { GitHubTrouble } from '../../github/http/errors.ts'
import type { Rules } from '../../policy/rules/rules.ts'
import type { Instant, Reading, Source } from '../../policy/words.ts'
import type { Audit } from '../../register/audits/audits.ts'
import type { Register, Statement } from '../../register/open.ts'
import type { Organization } from '../../register/organizations.ts'

/** What every stage gets to work with. */
export interface Run {
  readonly audit: Audit
  readonly org: Organization
  readonly github: GitHub
  readonly register: Register
  readonly rules: Rules
  /** The moment this audit judges as of (UTC); later acts are left to the next audit. */
  readonly asOf: Instant
  /** The start of the window, `asOf` minus the rules' calendar months (UTC). An act at exactly this moment counts. */
  readonly cutoff: Instant
  /** Where GitHub's pages are, for links: `https://github.com`. */
  readonly webUrl: string
  /** This audit's requests so far, by budget; updated with every page. */
  readonly spent: Record<Budget, number>
}

/** One page: what it writes, and the cursor to continue from. `C` is the stage's own cursor. */
export interface Page<C = unknown> {
  readonly statements: readonly Statement[]
  /** The next cursor; null ends the stage. */
  readonly next: C | null
  /** How far the stage is. */
  readonly done?: number
  readonly total?: number
}

export type Stage = ReadingStage | ComputingStage

/** A stage that asks GitHub. One with a cursor of its own is made by `withCursor`, which decodes it. */
export interface ReadingStage<C = unknown> {
  /** What people see while it runs: "reading the members". */
  readonly label: string
  readonly budget: Budget
  /** Whether `skip` asks for less at once after GitHub found a query too large. */
  readonly canSplit?: true
  /** Yields pages from the cursor on (null: from the beginning). Reading a page twice does no harm. */
  readonly read: (run: Run, cursor: C | null) => AsyncGenerator<Page<C>>
  /** The page that records what could not be read and continues after it. */
  readonly skip: (run: Run, cursor: C | null, trouble: GitHubTrouble) => Promise<Page<C>>
}

/** A stage that asks GitHub nothing. It has steps of its own, because it computes. */
export interface ComputingStage {
  readonly label: string
  /** Yields pages from the cursor on (null: from the beginning). Computing a page twice does no harm. */
  readonly compute: (run: Run, cursor: unknown) => AsyncGenerator<Page>
}

/** What requests are counted under. */
export type Budget = 'inventory' | 'credentials' | 'activity' | 'uncommon' | 'files' | 'dates'

/** Whether this token is refused the whole source: then nobody else, and nothing smaller, is asked for. */
export function isRefusedWhole({ trouble }: GitHubTrouble): boolean {
  return trouble.kind === 'denied'
}

/** A repository of the audited organisation, as the readers of activity take it. */
export function toRepositoryScope<R>({ org, webUrl }: Run, repository: R) {
  return { org: org.login, repository, webUrl }
}

/** The reading of a source that was read completely, for the whole organisation. */
export function readWhole(source: Source): Reading {
  return { source, scope: { kind: 'organization' }, state: { kind: 'complete' } }
}

/** The reading of a source that could not be read, with the reason. */
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
