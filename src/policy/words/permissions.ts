/** Puts what a credential may do into one phrase: "administer all repositories", "write code and pull requests". */

import { listed } from '../english.ts'
import type { Credential } from './credential.ts'

/** The phrase, and every permission in GitHub's words. `where`: the repository that it belongs to, or null. */
export function permissionsInWords(
  { kind, scopes }: Pick<Credential, 'kind' | 'scopes'>,
  where: string | null,
): { readonly phrase: string; readonly permissions: readonly string[] } {
  if (kind === 'deploy_key') {
    const verb = scopes.includes('read-only') ? 'read' : 'write to'
    return { phrase: `${verb} ${where ?? 'its repository'}`, permissions: [] }
  }
  const selection = scopes.find((scope) => / repositories$/.test(scope)) ?? ''
  const permissions = scopes.filter((scope) => scope.includes(':'))
  const place = placeInWords(selection)
  const names = (level: RegExp) =>
    permissions.flatMap((scope) => {
      const [name = '', held = ''] = scope.split(':')
      return level.test(held) ? [name] : []
    })
  const writing = names(/^(write|admin)$/)
  if (writing.some((name) => /(^|_)(administration|members|admin)\b/.test(name)))
    return {
      phrase: `administer${place === '' ? ' the organisation' : place.replace(' in', '')}`,
      permissions,
    }
  const [first, second, ...more] = writing.map((name) => NOUNS[name] ?? name.replaceAll('_', ' '))
  const nouns = [first, second].filter((noun) => noun !== undefined)
  if (nouns.length > 0) {
    const rest = more.length === 0 ? nouns : [nouns.join(', '), `${more.length} more`]
    return { phrase: `write ${listed(rest)}${place}`, permissions }
  }
  return { phrase: permissions.length === 0 ? 'nothing' : `read only${place}`, permissions }
}

function placeInWords(selection: string): string {
  switch (selection) {
    case 'all repositories':
      return ' in all repositories'
    case 'selected repositories':
    case 'subset repositories':
      return ' in some repositories'
    default:
      return ''
  }
}

const NOUNS: Readonly<Record<string, string | undefined>> = {
  contents: 'code',
  pull_requests: 'pull requests',
  actions: 'Actions runs',
}
