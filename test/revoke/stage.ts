/** The stage of the tests of revoking: a demo GitHub, a register that knows it, and short words for what is looked at. */

import { eq } from 'drizzle-orm'
import { afterEach, beforeEach } from 'vitest'
import type { Actor } from '../../src/policy/words.ts'
import { listProposals } from '../../src/register/listing/proposals.ts'
import { decide, openReview, requestRevocation } from '../../src/review.ts'
import { LAB, openRevocationScene, type RevocationScene } from '../revocation-scene.ts'

export let scene: RevocationScene

/** rosa administers spores; felix is in a team; carla has two teams and a direct role; iris is an outsider. */
export const INACTIVE = [
  'rosa-campos',
  'felix-moreau',
  'carla-nunes',
  'iris-blum',
  'ines-okafor',
  'paul-deschamps',
  'wei-sandoval',
]

/** The sample organisation on a demo GitHub of its own, for each test of the file. */
export function freshStage(deployment: object = {}): void {
  beforeEach(async () => {
    scene = await openRevocationScene(INACTIVE, deployment)
  })
  afterEach(() => scene.close())
}

export const owner = (): Actor => ({ kind: 'person', id: scene.id('mara-voss'), login: 'mara-voss' })

export const proposalAbout = async (name: string, reviewId: string) => {
  const { items } = await listProposals(scene.register, 6001, reviewId, null, 500)
  const found = items.find(
    ({ subject }) => (subject.kind === 'account' ? subject.login : subject.name) === name,
  )
  if (found === undefined) throw new Error(`${name} was not proposed`)
  return found
}

export const review = async () => (await openReview(scene.outside, { id: 6001 }, owner(), scene.world.now)).id

/** Opens a review, decides about one subject and starts its revocation; answers the proposal's id. */
export const decided = async (name: string, answer: object = {}, reviewId?: string) => {
  const { id } = await proposalAbout(name, reviewId ?? (await review()))
  await decide(
    scene.outside,
    id,
    { by: owner(), voterRole: 'owner', decision: 'revoke', reason: 'Thank you.', ...answer },
    scene.world.now,
  )
  await requestRevocation(scene.outside, id, owner(), scene.world.now)
  return id
}

export const organization = () => {
  const found = scene.world.organization(LAB)
  if (found === undefined) throw new Error('the organisation is there')
  return found
}
export const isMember = (login: string) => organization().members.some((member) => member.login === login)
export const teamsOf = (login: string) =>
  organization()
    .teams.filter((team) => team.members.some((member) => member.login === login))
    .map(({ slug }) => slug)
export const directOf = (login: string) =>
  scene.world
    .repositoriesOf(LAB)
    .flatMap((repo) =>
      repo.collaborators.filter((each) => each.login === login).map(({ role }) => `${repo.name}:${role}`),
    )
export const writes = () =>
  scene.github.requests.log.filter(
    ({ method, path }) => method !== 'GET' && !/graphql|access_tokens/.test(path),
  )
export const statusOf = async (id: string) =>
  (await scene.register.query.proposals.findFirst({ where: (row) => eq(row.id, id) }))?.status
