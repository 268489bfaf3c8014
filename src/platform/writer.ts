/** Who may write to GitHub in an organisation, if anybody. Writes nothing itself. */

import { readInstallationIn, writingToken } from '../github/http/app.ts'
import { fixedToken } from '../github/http/authorization.ts'
import { connectGitHub, type GitHub } from '../github/http/client.ts'
import { isGone } from '../github/http/errors.ts'
import type { Deployment } from './deployment.ts'

export type Writer =
  | { readonly kind: 'github'; readonly github: GitHub }
  /** The same path is walked and the last call skipped. */
  | { readonly kind: 'rehearsal'; readonly reason: string }
  /** Nobody may write: the plan becomes a list of links. */
  | { readonly kind: 'by_hand'; readonly reason: string }

/** A writing client, or why there is none. */
export async function writerOf(deployment: Deployment, org: { readonly login: string }): Promise<Writer> {
  const { apiUrl, authority, writerApp, rehearsal } = deployment
  if (rehearsal !== null) return { kind: 'rehearsal', reason: rehearsal }
  const appWriter = async (app: { appId: string; privateKey: string }): Promise<Writer> => {
    try {
      const installation = await readInstallationIn({ apiUrl, ...app }, org.login)
      if (installation.permissions.members !== 'write') {
        return { kind: 'by_hand', reason: 'The App may not write: it lacks the permission members: write.' }
      }
      return {
        kind: 'github',
        github: connectGitHub({ apiUrl, authorization: writingToken({ apiUrl, ...app }, installation.id) }),
      }
    } catch (error) {
      if (isGone(error))
        return { kind: 'by_hand', reason: 'The writing App is not installed in this organisation.' }
      throw error
    }
  }
  if (writerApp !== null) return appWriter(writerApp)
  switch (authority.kind) {
    case 'app':
      return appWriter(authority)
    case 'token':
      return { kind: 'github', github: connectGitHub({ apiUrl, authorization: fixedToken(authority.token) }) }
  }
}
