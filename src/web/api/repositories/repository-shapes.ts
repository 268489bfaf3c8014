/** The zod schemas of repositories. */

import { z } from '@hono/zod-openapi'
import { KEY_PLACES } from '../../../policy/access/repository-keys.ts'
import { USES } from '../../../policy/verdict/use-here.ts'
import { ACTIVITY_KINDS, CREDENTIAL_KINDS, REPOSITORY_ROLES } from '../../../policy/words.ts'
import { POSTURE } from '../../../register/access/repositories/repository-view.ts'
import { Instant, pageSchema } from '../contract.ts'
import { Verdict } from '../review-shapes.ts'

const number = z.number().int()

export const Repository = z
  .object({
    id: number,
    name: z.string(),
    archived: z.boolean().openapi({ description: 'Then nobody can push before it is unarchived' }),
    private: z.boolean(),
    pushedAt: Instant.nullable(),
    activePeople: number.openapi({
      description: 'People seen at work there within the window, at least; bots left out',
    }),
    canPush: number.openapi({ description: 'Accounts with write or more, by any path' }),
    canAdminister: number,
    canRelease: number.nullable().openapi({
      description:
        'Accounts whose approval an environment asks for, as last read; null where nobody knows. Protected tags are not read',
    }),
    keyholders: z.object({
      active: number.openapi({ description: 'Active people who can administer it' }),
      unknown: number.openapi({ description: 'People who can administer it and of whom nobody knows' }),
      two: z.enum(['yes', 'no', 'unknown']),
    }),
    complete: z.boolean().openapi({
      description: 'False: something that tells who holds it was not read in full, and there may be more',
    }),
  })
  .openapi('Repository')

const Counts = z.object({ all: number, fewKeyholders: number, noPush: number })

export const RepositoryPage = pageSchema(Repository)
  .extend({
    counts: Counts.openapi({
      description: 'Of the whole organisation, whatever is filtered; the last two without archived ones',
    }),
    matching: Counts.openapi({ description: 'The same of those that the filters beside `view` leave' }),
  })
  .openapi('RepositoryPage')

const Act = z.object({ at: Instant, kind: z.enum(ACTIVITY_KINDS), url: z.string().nullable() })

const Person = z.object({
  id: number,
  login: z.string(),
  name: z.string().nullable(),
  type: z.enum(['User', 'Bot']),
  verdict: Verdict.openapi({ description: 'In the organisation' }),
})

const Posture = z.enum(POSTURE)

export const RepositoryDetails = Repository.extend({
  fork: z.boolean(),
  defaultBranch: z.string().nullable(),
  readersOnly: number.openapi({ description: 'Accounts that reach it with less than write' }),
  unusedHere: number.openapi({
    description: 'Of those who can push, who has not used it here in the window',
  }),
  unknownHere: number,
  people: z.array(
    Person.extend({
      role: z.enum(REPOSITORY_ROLES),
      paths: z
        .array(
          z.object({
            kind: z.enum(['owner', 'base', 'team', 'direct']),
            role: z.enum(REPOSITORY_ROLES),
            team: z.string().nullable(),
            through: z
              .string()
              .nullable()
              .openapi({ description: 'The team that has the role: `team` or a parent' }),
            words: z.string(),
          }),
        )
        .openapi({ description: 'The strongest first' }),
      use: z.enum(USES).openapi({ description: 'Here, within the window' }),
      lastUse: Act.nullable().openapi({ description: 'The newest act here that needs write' }),
      lastAct: Act.nullable(),
    }),
  ),
  release: z.object({
    reviewers: z.array(Person).nullable().openapi({ description: 'Null where nobody knows' }),
    readAt: Instant.nullable(),
    released: z.array(Act.extend({ login: z.string() })).openapi({
      description: 'Those who can push and are known to have published a release or pushed a tag',
    }),
  }),
  keys: z.array(
    z.object({
      kind: z.enum(CREDENTIAL_KINDS),
      id: z.string(),
      name: z.string(),
      place: z.enum(KEY_PLACES).openapi({
        description: '`selected`: it reaches some repositories, and GitHub does not say which',
      }),
      writes: z.array(z.string()).openapi({ description: "What it may change, in GitHub's words" }),
      lastUsedAt: Instant.nullable(),
      use: z.enum(['used', 'never', 'unobservable']),
    }),
  ),
  posture: z
    .object({
      branchProtection: Posture,
      codeScanning: Posture,
      secretScanning: Posture,
      privateReporting: Posture,
      dependabot: Posture,
      securityPolicy: Posture,
    })
    .openapi({ description: 'What no audit reads is unknown, never off' }),
}).openapi('RepositoryDetails')
