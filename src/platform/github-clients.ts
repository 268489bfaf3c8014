/** Connects to GitHub for an organisation: a client that reads and, where that is allowed, one that writes. */

import { readInstallationIn, readingToken, writingToken } from '../github/http/app.ts'
import { fixedToken } from '../github/http/authorization.ts'
import { connectGitHub, type GitHub } from '../github/http/client.ts'
import { isGone } from '../github/http/errors.ts'
import { installationsUrl } from '../policy/words/addresses.ts'
import type { Deployment } from './deployment.ts'

/** A client for reading. An App's token is narrowed to reading; a personal token keeps what its owner gave it. */
export function readerOf(
  { apiUrl, authority }: Deployment,
  org: { readonly installationId: number | null },
): GitHub {
  switch (authority.kind) {
    case 'token':
      return connectGitHub({ apiUrl, authorization: fixedToken(authority.token) })
    case 'app': {
      const app = { apiUrl, appId: authority.appId, privateKey: authority.privateKey }
      return connectGitHub({ apiUrl, authorization: readingToken(app, org.installationId ?? 0) })
    }
  }
}

/** A client that can write, or why there is none. */
export type Writer =
  | { readonly kind: 'github'; readonly github: GitHub }
  /** Everything runs but the calls that change access. */
  | { readonly kind: 'rehearsal'; readonly reason: string }
  /** The App that writes is suspended, as it is to be while nothing waits. */
  | { readonly kind: 'asleep'; readonly reason: string }
  /** Nothing may write here: the plan becomes a list of links for a person. */
  | { readonly kind: 'by_hand'; readonly reason: string }

/** Finds who may write in this organisation: the writing App, else the App or the token that reads. */
export async function writerOf(deployment: Deployment, org: { readonly login: string }): Promise<Writer> {
  const { apiUrl, authority, writerApp, rehearsal } = deployment
  if (rehearsal !== null) return { kind: 'rehearsal', reason: rehearsal }
  const appWriter = async (app: { appId: string; privateKey: string }): Promise<Writer> => {
    try {
      const installation = await readInstallationIn({ apiUrl, ...app }, org.login)
      if (installation.suspended_at !== null) {
        const reason = `The App that writes is suspended in ${org.login}. An owner wakes it at ${installationsUrl(deployment.webUrl, org.login)}/${installation.id}.`
        return { kind: 'asleep', reason }
      }
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
