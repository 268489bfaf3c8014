/** What would stop with somebody's access, sentence by sentence. */

import { describe, expect, it } from 'vitest'
import { accessMap } from '../../../src/policy/access/access-map.ts'
import type { PlacedMention } from '../../../src/policy/access/writing-owners.ts'
import { type WouldStopFacts, wouldStopOf } from '../../../src/policy/proposals/would-stop.ts'
import type { Grant } from '../../../src/policy/words.ts'

const ADA = 1
const BELA = 2
const ATLAS = 10
const CORE = 70
const NIGHT = 71

const writes = (account: number): Grant => ({
  kind: 'repository_role',
  account,
  repository: ATLAS,
  role: 'write',
})
const isIn = (account: number, team: number): Grant => ({
  kind: 'team_membership',
  account,
  team,
  role: 'member',
})
const teamHas = (role: 'read' | 'write'): Grant => ({
  kind: 'team_repository',
  team: CORE,
  repository: ATLAS,
  role,
})

const owner = (login: string, account: number | null = null, line = 3): PlacedMention => ({
  kind: 'code_owner',
  path: 'CODEOWNERS',
  line,
  login,
  account,
  text: `/docs @${login}`,
  repository: ATLAS,
  url: `https://github.com/guild/atlas/blob/HEAD/CODEOWNERS#L${line}`,
})

const read = new Map<number, readonly string[]>([[ATLAS, []]])

/** What is said of ada. */
function said(change: Partial<WouldStopFacts>, grants: readonly Grant[] = [writes(ADA)]) {
  const { items, notRead } = wouldStopOf({
    map: accessMap(grants, [ATLAS]),
    repositories: new Map([[ATLAS, 'atlas']]),
    mentions: [],
    teamOf: (name) => (name === 'guild/core' ? CORE : null),
    credentials: [],
    reviewers: [],
    filesRead: read,
    ...change,
  })(ADA)
  return { sentences: items.map(({ sentence }) => sentence), items, notRead }
}

describe('a workflow on a schedule', () => {
  const nightly: PlacedMention = {
    ...owner('ada', ADA, 4),
    kind: 'scheduled_workflow',
    path: '.github/workflows/nightly.yml',
  }

  it('that they edited last is named with its line, and nothing is promised', () => {
    const { items } = said({ mentions: [nightly] })
    expect(items).toEqual([
      {
        sentence:
          "nightly.yml in atlas runs on a schedule, last edited by them: GitHub's documentation disagrees with itself on whether it stops; look at it after the removal.",
        url: nightly.url,
      },
    ])
  })

  it('that somebody else edited last is not', () => {
    expect(said({ mentions: [{ ...nightly, account: BELA }] }).sentences).toEqual([])
  })
})

describe('a line of CODEOWNERS', () => {
  const sole = [
    'Line 3 of CODEOWNERS in atlas (/docs @ada) would name nobody who can write: nobody would be asked for a review.',
  ]

  it('that names them alone would name nobody who can write', () => {
    expect(said({ mentions: [owner('ada', ADA)] }).sentences).toEqual(sole)
  })

  it('that names somebody else who can write goes on', () => {
    const mentions = [owner('ada', ADA), owner('bela', BELA)]
    expect(said({ mentions }, [writes(ADA), writes(BELA)]).sentences).toEqual([])
    expect(said({ mentions }, [writes(ADA)]).sentences).toEqual(sole)
  })

  it('that names a team counts by its members, those of child teams too, if the team can write', () => {
    const mentions = [owner('ada', ADA), owner('guild/core')]
    const child: Grant = { kind: 'team_parent', team: NIGHT, parent: CORE }
    expect(said({ mentions }, [writes(ADA), teamHas('write'), child, isIn(BELA, NIGHT)]).sentences).toEqual(
      [],
    )
    expect(said({ mentions }, [writes(ADA), teamHas('read'), isIn(BELA, CORE)]).sentences).toEqual(sole)
    expect(said({ mentions }, [writes(ADA), teamHas('write'), isIn(ADA, CORE)]).sentences).toEqual(sole)
  })

  it('that names a team of which they are the last member would name nobody', () => {
    const mentions = [owner('guild/core')]
    expect(said({ mentions }, [teamHas('write'), isIn(ADA, CORE)]).sentences).toHaveLength(1)
    expect(said({ mentions }, [teamHas('write'), isIn(ADA, CORE), isIn(BELA, CORE)]).sentences).toEqual([])
  })

  it('with an address may name anybody, and one that names nobody already is not told', () => {
    expect(said({ mentions: [owner('ada', ADA), owner('ada@example.org')] }).sentences).toEqual([])
    expect(said({ mentions: [owner('ada', ADA)] }, []).sentences).toEqual([])
  })

  it('is told three times a repository, and then counted', () => {
    const mentions = [1, 2, 3, 4, 5].map((line) => owner('ada', ADA, line))
    const { sentences } = said({ mentions })
    expect(sentences).toHaveLength(3)
    expect(sentences[2]).toContain('and so would 2 more lines there')
  })
})

it('a deploy key that they added works on, their token ends', () => {
  const mine = { owner: ADA, repository: ATLAS }
  const { sentences } = said({
    credentials: [
      { kind: 'deploy_key', name: 'mirror', ...mine },
      { kind: 'fine_grained_token', name: 'ci', ...mine, repository: null },
      { kind: 'deploy_key', name: 'foreign', ...mine, owner: BELA },
    ],
  })
  expect(sentences).toEqual([
    'The deploy key mirror of atlas, which they added, does not stop: it works on until somebody deletes it.',
    'Their fine-grained token ci ends with their access; whatever uses it stops.',
  ])
})

it('a required reviewer of deployments is told, and that GitHub does not say what happens', () => {
  expect(said({ reviewers: [{ repository: ATLAS, users: [BELA, ADA] }] }).sentences).toEqual([
    'They are a required reviewer of deployments in atlas: GitHub does not say whether they stay one; look at its environments after the removal.',
  ])
})

describe('what was not read', () => {
  it('is null only where the files of every repository that they can write to were read in full', () => {
    expect(said({}).notRead).toBeNull()
    expect(said({ filesRead: new Map() }).notRead).toBe(
      'Not read so far for this review: the workflows and CODEOWNERS of atlas.',
    )
  })

  it('names the file where a part was not shown', () => {
    expect(said({ filesRead: new Map([[ATLAS, ['CODEOWNERS is longer than GitHub shows']]]) }).notRead).toBe(
      'Not read in atlas: CODEOWNERS is longer than GitHub shows.',
    )
  })

  it('does not concern who can write nowhere', () => {
    expect(said({ filesRead: new Map() }, []).notRead).toBeNull()
  })
})
