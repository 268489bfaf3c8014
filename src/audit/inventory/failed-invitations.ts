/** The stage that reads the invitations that lapsed or failed: while one stands, inviting that person again is refused. */

import { readFailedInvitations } from '../../github/inventory/invitations.ts'
import { accountsStatement } from '../../register/access/accounts.ts'
import { failedInvitationsStatements } from '../../register/audits/failed-invitations.ts'
import { readingsStatement } from '../../register/audits/readings.ts'
import { notRead, type ReadingStage, readWhole } from '../engine/stage.ts'
import { findAccountByLogin } from './account-by-login.ts'

export const failedInvitations: ReadingStage = {
  label: 'reading the invitations that failed',
  budget: 'inventory',
  async *read(run) {
    const { github, register, org, audit } = run
    const failed = await readFailedInvitations(github, org.login, (login) => findAccountByLogin(run, login))
    yield {
      statements: [
        accountsStatement(
          register,
          failed.flatMap(({ account }) => account ?? []),
        ),
        ...failedInvitationsStatements(
          register,
          org.id,
          failed.map((each) => ({ ...each, account: each.account?.id ?? null })),
        ),
        readingsStatement(register, audit.id, [readWhole('failed_invitations')]),
      ],
      next: null,
    }
  },
  /** Nobody's verdict depends on it: what was known stays, and the coverage says so. */
  async skip({ register, audit }, _cursor, trouble) {
    return {
      statements: [readingsStatement(register, audit.id, [notRead('failed_invitations', trouble)])],
      next: null,
    }
  },
}
