/** A credential's permissions in one phrase. */

import { expect, it } from 'vitest'
import { permissionsInWords } from '../../src/policy/words/permissions.ts'
import type { CredentialKind } from '../../src/policy/words.ts'

it.each<[CredentialKind, string[], string | null, string]>([
  ['deploy_key', ['repository lichen/atlas', 'write'], 'atlas', 'write to atlas'],
  ['deploy_key', ['repository lichen/atlas', 'read-only'], null, 'read its repository'],
  ['app_installation', ['all repositories', 'administration:write'], null, 'administer all repositories'],
  ['app_installation', ['all repositories', 'members:read'], null, 'read only in all repositories'],
  [
    'fine_grained_token',
    ['selected repositories', 'contents:write'],
    null,
    'write code in some repositories',
  ],
  [
    'fine_grained_token',
    ['subset repositories', 'contents:write', 'pull_requests:write', 'issues:write', 'checks:read'],
    null,
    'write code, pull requests and 1 more in some repositories',
  ],
  ['fine_grained_token', ['none repositories', 'organization_hooks:write'], null, 'write organization hooks'],
  ['token_request', ['none repositories'], null, 'nothing'],
])('%s with %j in %s can: %s', (kind, scopes, where, phrase) => {
  expect(permissionsInWords({ kind, scopes }, where)).toEqual({
    phrase,
    permissions: scopes.filter((scope) => scope.includes(':')),
  })
})
