/** What the queue would leave of stale access: what each plan leaves, and nothing that was never stale. */

import { describe, expect, it } from 'vitest'
import { staleAfter } from '../../../src/policy/stale-access/after-plans.ts'
import type { Target } from '../../../src/policy/stale-access/pairs.ts'
import type { Grant, PlanStep, Subject } from '../../../src/policy/words.ts'
import {
  ATLAS,
  ada,
  base,
  bela,
  CORE,
  direct,
  inTeam,
  MOSS,
  member,
  owner,
  teamHolds,
} from '../../fixtures/policy.ts'

const account = ({ id, login }: { id: number; login: string }): Subject => ({ kind: 'account', id, login })
const leaves = { action: 'remove_membership', target: 'lichen-lab', account: bela.id } as const
const GRANTS: readonly Grant[] = [
  base('read'),
  owner(ada),
  member(bela),
  inTeam(bela, CORE),
  teamHolds(CORE, ATLAS, 'write'),
  direct(bela, MOSS, 'admin'),
]
const KEY = 'credential:deploy_key:7'
const UNUSED = new Map<string, readonly Target[]>([
  [`account:${ada.id}`, ['organization']],
  [`account:${bela.id}`, [ATLAS, MOSS]],
  [KEY, [ATLAS]],
])

const left = (subject: Subject, ...plan: PlanStep[]) =>
  staleAfter(UNUSED, [{ subject, plan }], { grants: GRANTS, writable: new Set([ATLAS, MOSS]) })

describe('the stale access that a queue would leave', () => {
  it('is all of it where nothing is queued', () => {
    const facts = { grants: GRANTS, writable: new Set([ATLAS, MOSS]) }
    expect(staleAfter(UNUSED, [], facts)).toBe(4)
  })

  it('lacks what a removal takes, and no more than that', () => {
    expect(left(account(bela), leaves)).toBe(2)
    expect(
      left(account(bela), {
        ...{ action: 'remove_team_membership', target: 'core', account: bela.id, team: CORE },
      }),
    ).toBe(3)
  })

  it('keeps what is lowered to a role that still writes, and lacks what does not', () => {
    const to = (role: 'read' | 'write') =>
      left(account(bela), {
        ...{ action: 'lower_repository_role', target: 'moss', account: bela.id, repository: MOSS, role },
      })
    expect([to('write'), to('read')]).toEqual([4, 3])
  })

  it('of an owner who becomes a member is what is left to them as one', () => {
    const plan = { action: 'make_member', target: 'lichen-lab', account: ada.id } as const
    expect(left(account(ada), plan)).toBe(3)
    const reaches = [...GRANTS, inTeam(ada, CORE)]
    expect(
      staleAfter(UNUSED, [{ subject: account(ada), plan: [plan] }], {
        grants: reaches,
        writable: new Set([ATLAS, MOSS]),
      }),
    ).toBe(4)
  })

  it('lacks a key that is deleted, and keeps one that only people can end', () => {
    const key: Subject = { kind: 'credential', credentialKind: 'deploy_key', id: '7', name: 'docs' }
    expect(left(key, { action: 'delete_deploy_key', target: 'docs', repository: ATLAS, key: '7' })).toBe(3)
    expect(left(key, { action: 'by_hand', target: 'docs', url: 'https://x.example' })).toBe(4)
  })

  it('counts nothing that was in use, whoever is removed', () => {
    const onlyAda = new Map([[`account:${ada.id}`, ['organization'] as readonly Target[]]])
    const decided = [{ subject: account(bela), plan: [leaves] }]
    expect(staleAfter(onlyAda, decided, { grants: GRANTS, writable: new Set([ATLAS, MOSS]) })).toBe(1)
  })
})
