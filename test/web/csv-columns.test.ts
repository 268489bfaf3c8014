/** The columns of each CSV file: they stand in it whether there is a row or none. */

import { beforeAll, expect, it } from 'vitest'
import { fillLists } from '../fixtures/register/listed.ts'
import { OWNER, openSite, type Site } from '../fixtures/register/site.ts'

let site: Site

beforeAll(async () => {
  site = await openSite()
  await fillLists(site)
})

const lines = async (path: string) => {
  const text = await (await site.visit(`/orgs/lichen/${path}&format=csv`, OWNER)).text()
  return text.trim().replaceAll('"', '').split('\r\n')
}

it.each([
  [
    'accounts',
    'q',
    'id,login,name,type,role,grants,verdict,twoFactor,access,teams,repositories,reason,findings,lastAt,lastKind,lastRepository,lastUrl,lastSource,lastPrecision',
  ],
  [
    'credentials',
    'owner',
    'kind,id,name,owner,repository,scopes,createdAt,lastUsedAt,use,expiresAt,verdict,reason,findings',
  ],
  [
    'repositories',
    'q',
    'id,name,archived,private,pushedAt,activePeople,canPush,canAdminister,canRelease,complete,activeKeyholders,unknownKeyholders,twoKeyholders',
  ],
  ['history', 'q', 'seq,at,act,actor,subject,sentence,erased,facts,ref,digest,previous,hash,form'],
])('the %s have the same header with rows and without', async (list, field, header) => {
  const full = await lines(`${list}?view=${list === 'history' ? 'all' : ''}`)
  expect(full[0]).toBe(header)
  expect(full.length).toBeGreaterThan(1)
  expect(await lines(`${list}?${field}=zzz`)).toEqual([header])
})

it('the people of a repository have theirs', async () => {
  const [header] = await lines('repositories/atlas?')
  expect(header).toBe(
    'id,login,name,type,verdict,role,use,through,lastUsedAt,lastUsedBy,lastUsedUrl,lastSeenAt,lastSeenBy',
  )
})
