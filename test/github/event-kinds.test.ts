/** The table of events knows every kind that GitHub's schema knows, and timelines are asked for every own act in it. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSchema, GraphQLUnionType, parse, validate, visit } from 'graphql'
import { describe, expect, it } from 'vitest'
import { projectRoot } from '../../local/bundle.ts'
import { EVENT_KINDS, type EventKind } from '../../src/github/activity/event-kinds.ts'
import {
  issueTimeline,
  pullTimeline,
  THREAD_FRAGMENTS,
} from '../../src/github/activity/threads/thread-events.ts'
import { NOW } from '../fixtures/github/small-world.ts'

const schema = buildSchema(
  readFileSync(join(projectRoot, 'node_modules/@octokit/graphql-schema/schema.graphql'), 'utf8'),
  // GitHub's own file defines a field twice.
  { assumeValid: true },
)

describe('the table of events', () => {
  it('has every kind of the timelines of issues, and no other', () => {
    expect(typesOn('both')).toEqual(membersOf('IssueTimelineItems'))
  })

  it('has every kind of the timelines of pull requests, and no other', () => {
    expect(typesOn('both', 'pulls')).toEqual(membersOf('PullRequestTimelineItems'))
  })

  it('calls each as the schema says that REST calls it', () => {
    const named = EVENT_KINDS.flatMap(({ type, event }) => {
      const description = type === null ? null : schema.getType(type)?.description
      const inSchema = /^Represents an? '(\w+)' event/.exec(description ?? '')?.[1]
      return inSchema === undefined ? [] : [{ type, event, inSchema }]
    })
    expect(named.length).toBeGreaterThan(50)
    expect(named.filter(({ event, inSchema }) => event !== inSchema)).toEqual([])
  })

  it('has no kind twice, and none without a name', () => {
    const names = EVENT_KINDS.flatMap(({ type, event }) => [type, event]).filter((name) => name !== null)
    expect(new Set(names).size).toBe(names.length)
    expect(EVENT_KINDS.filter(({ type, event }) => type === null && event === null)).toEqual([])
    expect(EVENT_KINDS.filter(({ type, on }) => (type === null) !== (on === 'neither'))).toEqual([])
  })

  it.each([
    'added_to_merge_queue',
    'auto_merge_enabled',
    'base_ref_changed',
    'head_ref_restored',
    'sub_issue_added',
    'parent_issue_added',
    'connected',
    'comment_deleted',
    'issue_type_added',
    'blocked_by_added',
  ])('counts %s for whoever did it', (event) => {
    expect(EVENT_KINDS.find((kind) => kind.event === event)?.whose).toBe('own')
  })

  it.each(['mentioned', 'subscribed', 'unsubscribed', 'referenced', 'deployed'])(
    'counts %s for nobody',
    (event) => {
      expect(EVENT_KINDS.find((kind) => kind.event === event)?.whose).not.toBe('own')
    },
  )
})

describe('the query of timelines', () => {
  const document =
    parse(`query { issue: node(id: "I_1") { ... on Issue { ${issueTimeline(NOW, 'last: 20')} } }
    pull: node(id: "PR_1") { ... on PullRequest { ${pullTimeline(NOW, 'last: 20')} } } } ${THREAD_FRAGMENTS}`)

  it('is valid: every kind that it asks for has an actor and a date', () => {
    expect(validate(schema, document).map(({ message }) => message)).toEqual([])
  })

  it('asks for every own act that there is on issues and on pull requests, and for nothing else', () => {
    const asked: string[][] = []
    visit(document, {
      Argument({ name, value }) {
        if (name.value !== 'itemTypes' || value.kind !== 'ListValue') return
        asked.push(value.values.flatMap((type) => (type.kind === 'EnumValue' ? [type.value] : [])).sort())
      },
    })
    const own = EVENT_KINDS.filter(({ whose }) => whose === 'own')
    expect(asked).toEqual([itemTypes(typesOn('both')), itemTypes(typesOn('both', 'pulls'))])

    function itemTypes(types: readonly string[]): string[] {
      return types
        .filter((type) => own.some((kind) => kind.type === type))
        .map((type) => type.replaceAll(/(?!^)[A-Z]/g, '_$&').toUpperCase())
        .sort()
    }
  })

  it('asks who and when of each of them', () => {
    const asked: string[] = []
    visit(document, {
      FragmentDefinition: ({ name }) => (name.value === 'ThreadEvents' ? undefined : false),
      OperationDefinition: () => false,
      InlineFragment({ typeCondition, selectionSet }) {
        const fields = selectionSet.selections.flatMap((one) =>
          one.kind === 'Field' ? [one.name.value] : [],
        )
        expect(fields).toEqual(expect.arrayContaining([expect.stringMatching(/^(createdAt|submittedAt)$/)]))
        expect(fields).toEqual(expect.arrayContaining([expect.stringMatching(/^(actor|author)$/)]))
        asked.push(typeCondition?.name.value ?? '')
      },
    })
    const own = EVENT_KINDS.filter(({ whose, type }) => whose === 'own' && type !== null)
    expect(asked.sort()).toEqual(own.map(({ type }) => type).sort())
  })
})

function typesOn(...on: readonly EventKind['on'][]): string[] {
  return EVENT_KINDS.flatMap((kind) => (kind.type !== null && on.includes(kind.on) ? [kind.type] : [])).sort()
}

function membersOf(union: string): string[] {
  const type = schema.getType(union)
  if (!(type instanceof GraphQLUnionType)) throw new Error(`GitHub's schema has no union ${union}`)
  return type
    .getTypes()
    .map(({ name }) => name)
    .sort()
}
