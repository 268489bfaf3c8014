/** The stages that read credentials: deploy keys, fine-grained tokens, token requests and installed Apps. */

import type { GitHub } from '../../github/http/client.ts'
import { whole } from '../../github/http/decode.ts'
import { readAppInstallations } from '../../github/inventory/apps.ts'
import { readDeployKeys } from '../../github/inventory/deploy-keys.ts'
import {
  type CredentialsPage,
  readFineGrainedTokens,
  readTokenRequests,
} from '../../github/inventory/tokens.ts'
import type { Source } from '../../policy/words.ts'
import { accountsStatement } from '../../register/access/accounts.ts'
import { credentialKey, credentialsStatement } from '../../register/access/credentials.ts'
import { readingsStatement, seenPageStatement } from '../../register/audits/readings.ts'
import type { Statement } from '../../register/open.ts'
import { withCursor } from '../engine/cursor.ts'
import { repositoryStage } from '../engine/repository-stage.ts'
import { notRead, type Run, readWhole, type Stage } from '../engine/stage.ts'
import { dueToday } from '../engine/weekly.ts'
import { findAccountByLogin } from './account-by-login.ts'

export const deployKeys: Stage = repositoryStage({
  cursor: whole,
  source: 'deploy_keys',
  label: 'reading the deploy keys',
  due: (run) => dueToday(run, 'deploy_keys'),
  budget: 'credentials',
  async *pages(run, repository, from) {
    const accountOf = (login: string) => findAccountByLogin(run, login)
    for await (const page of readDeployKeys(run.github, run.org.login, repository, accountOf, from ?? 1)) {
      yield {
        statements: seenStatements(run, 'deploy_keys', `${repository.id}:${page.next ?? 'last'}`, page),
        next: page.next,
      }
    }
  },
})

export const fineGrainedTokens: Stage = credentialStage(
  'fine_grained_tokens',
  'reading the fine-grained tokens',
  readFineGrainedTokens,
)
export const tokenRequests: Stage = credentialStage(
  'token_requests',
  'reading the requests for tokens',
  readTokenRequests,
)
export const appInstallations: Stage = credentialStage(
  'app_installations',
  'reading the installed Apps',
  readAppInstallations,
)

function credentialStage(
  source: Source,
  label: string,
  pages: (github: GitHub, org: string, from: number) => AsyncGenerator<CredentialsPage>,
): Stage {
  return withCursor(whole, {
    label,
    budget: 'credentials',
    async *read(run, pageNumber) {
      for await (const page of pages(run.github, run.org.login, pageNumber ?? 1)) {
        yield {
          statements: [
            ...seenStatements(run, source, String(page.next ?? 'last'), page),
            ...(page.next === null
              ? [readingsStatement(run.register, run.audit.id, [readWhole(source)])]
              : []),
          ],
          next: page.next,
        }
      }
    },
    async skip(run, _cursor, trouble) {
      const { kind } = trouble.trouble
      const unread = notRead(source, trouble)
      // Refused or hidden means that this kind of token never shows the source; any other failure is a fault.
      const isNeverShown = kind === 'denied' || kind === 'gone'
      const reading = isNeverShown
        ? { ...unread, state: { kind: 'not_shown' as const, reason: trouble.message } }
        : unread
      return { statements: [readingsStatement(run.register, run.audit.id, [reading])], next: null }
    },
  })
}

function seenStatements(
  run: Run,
  source: Source,
  page: string,
  { accounts, credentials }: CredentialsPage,
): Statement[] {
  if (credentials.length === 0) return []
  return [
    accountsStatement(run.register, accounts),
    credentialsStatement(run.register, run.org.id, credentials, run.asOf),
    seenPageStatement(
      run.register,
      run.audit.id,
      source,
      page,
      credentials.map((c) => credentialKey(c.kind, c.id)),
    ),
  ]
}
