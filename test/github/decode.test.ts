/** A decoder picks the fields that are used; what is not as GitHub documents it is told by name, and costs as little as it may. */

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  fields,
  flag,
  list,
  moment,
  nullable,
  type OddRow,
  oneOf,
  record,
  rows,
  text,
  whole,
} from '../../src/github/http/decode.ts'

const person = fields({ id: whole, login: text, role: oneOf({ ADMIN: 'admin', MEMBER: 'member' }) })
const ada = { id: 1, login: 'ada', role: 'ADMIN', avatar: 'not used' }

describe('an answer as documented', () => {
  it('is picked down to the fields that are used', () => {
    expect(person(ada, [])).toEqual({ id: 1, login: 'ada', role: 'admin' })
  })

  it('has its dates in the one form in which they are kept here', () => {
    expect(moment('2026-11-22T06:00:00Z', [])).toBe('2026-11-22T06:00:00.000Z')
    expect(moment('2026-11-22T07:00:00+01:00', [])).toBe('2026-11-22T06:00:00.000Z')
  })

  it('may leave out what is nullable', () => {
    expect(fields({ name: nullable(text), at: nullable(moment) })({ at: null }, [])).toEqual({
      name: null,
      at: null,
    })
  })
})

describe('an answer that is not as documented', () => {
  it.each([
    ['a row that is null', null, 'is null'],
    ['a field that is missing', { id: 1, role: 'ADMIN' }, 'login is missing'],
    ['a field of another kind', { ...ada, id: '1' }, 'id is "1", not a whole number'],
    ['an unknown word', { ...ada, role: 'OVERLORD' }, 'role is "OVERLORD", which is not known here'],
    [
      'a word that every object has',
      { ...ada, role: 'toString' },
      'role is "toString", which is not known here',
    ],
  ])('%s is told by name', (_what, value, sentence) => {
    expect(() => person(value, [])).toThrow(sentence)
  })

  it('is named from the outside to the inside', () => {
    const nested = fields({ team: fields({ members: list(person) }) })
    expect(() => nested({ team: { members: [ada, { ...ada, login: null }] } }, [])).toThrow(
      'team.members.row 2.login is null',
    )
  })

  it('costs a lenient list only its row, named by the first name that it has', () => {
    const odd: OddRow[] = []
    expect(rows(person)([ada, null, { ...ada, login: 'bob', role: null }, ada], odd)).toHaveLength(2)
    expect(odd).toEqual([
      { sentence: 'a row (is null)', accounts: [] },
      { sentence: 'bob (role is null, which is not known here)', accounts: [] },
    ])
  })

  it('tells whose act a row would have been', () => {
    const odd: OddRow[] = []
    rows(fields({ created_at: moment }))([{ user: { id: 7 }, html_url: 'u', created_at: 'soon' }], odd)
    expect(odd[0]?.accounts).toEqual([7])
  })

  it('tells of everybody who acted in what is lost with it, also where an id came as text', () => {
    const odd: OddRow[] = []
    const thread = {
      author: { databaseId: 1 },
      createdAt: null,
      timelineItems: { nodes: [{ actor: { databaseId: '2' } }, { author: { databaseId: 3 } }] },
    }
    rows(fields({ createdAt: moment }))([thread], odd)
    expect(odd[0]?.accounts).toEqual([1, 2, 3])
  })

  it.each(['5', 'foo 1', 'yesterday', '2026'])('takes %j for no moment in time', (value) => {
    expect(() => moment(value, [])).toThrow('not a moment in time')
  })

  it('costs a strict list everything, because a row left out would look like an absence', () => {
    expect(() => list(person)([ada, null], [])).toThrow('row 2 is null')
  })

  it('ends in no error but its own, whatever GitHub sends', () => {
    const everything = fields({
      rows: rows(person),
      at: nullable(moment),
      levels: nullable(record(text)),
      on: nullable(flag),
    })
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          everything(value, [])
        } catch (error) {
          expect(error).toMatchObject({ name: 'OddValue' })
        }
      }),
    )
  })
})
