/** What is found in workflows, CODEOWNERS and files that keep access. */

import { describe, expect, it } from 'vitest'
import { accessPathsIn, mentionsInAccessFiles } from '../../../src/policy/access/access-files.ts'
import { codeOwnersIn } from '../../../src/policy/access/code-owners.ts'
import { lineUrl } from '../../../src/policy/access/file-mentions.ts'
import { scheduleIn } from '../../../src/policy/access/scheduled-workflows.ts'

const logins = new Set(['ada', 'bela-k', 'name', 'nightly[bot]'])
const found = (path: string, text: string) =>
  mentionsInAccessFiles([{ path, text }], logins).map(({ line, login }) => `${line} ${login}`)

describe('a file that keeps access', () => {
  it.each([
    ['lichen', 'teams.yaml'],
    ['lichen', '.github/teams.yml'],
    ['lichen', '.github/settings.yml'],
    ['org', 'config/lichen-lab/org.yaml'],
    ['org', 'config/lichen-lab/sig-docs/teams.yaml'],
    ['.github', 'peribolos.yaml'],
    ['people', 'config.yaml'],
    ['.permissions', 'config.yml'],
    ['org-admin', 'access-control.yaml'],
    ['infra', 'members.tf'],
  ])('is looked for in %s at %s', (repository, path) => {
    expect(accessPathsIn(repository, [path])).toEqual([path])
  })

  it.each([
    ['website', 'config.yaml'],
    ['lichen', 'docs/teams.yaml'],
    ['lichen', 'src/teams.yaml'],
    ['lichen', 'modules/members.tf'],
    ['lichen', 'README.md'],
  ])('is not looked for in %s at %s', (repository, path) => {
    expect(accessPathsIn(repository, [path])).toEqual([])
  })

  it('names a login as an item, a value, a key or in a list, in whatever case', () => {
    const text =
      '- name: core\n  members:\n    - Ada\n    - "bela-k" # since 2019\n  admins: [ada, bela-k]\nada: write\n'
    expect(found('teams.yaml', text)).toEqual(['3 Ada', '4 bela-k', '5 ada', '5 bela-k', '6 ada'])
  })

  it('names nobody in its own keys, in comments, in longer names and in paths', () => {
    expect(
      found('teams.yaml', 'name: core\n# - ada\n- ada-lovelace\n- repo: org/ada\n- ada.md\n- x@ada.dev\n'),
    ).toEqual([])
  })

  it('names bots', () => {
    expect(found('teams.yaml', '- nightly[bot]')).toEqual(['1 nightly[bot]'])
  })

  it('of Terraform counts where memberships are resources, in whichever file the logins stand', () => {
    const variables = { path: 'people.auto.tfvars', text: 'members = ["ada"]' }
    const main = { path: 'main.tf', text: 'resource "github_membership" "all" {}' }
    expect(mentionsInAccessFiles([variables], logins)).toEqual([])
    expect(mentionsInAccessFiles([variables, main], logins)).toMatchObject([
      { path: 'people.auto.tfvars', login: 'ada' },
    ])
  })
})

describe('CODEOWNERS', () => {
  it('names people, teams and addresses, line by line', () => {
    const text = '# all\n* @ada @guild/core\n\n/docs/my\\ file bela@example.org # @nobody\n/free\n'
    expect(codeOwnersIn('CODEOWNERS', text).map(({ line, login }) => [line, login])).toEqual([
      [2, 'ada'],
      [2, 'guild/core'],
      [4, 'bela@example.org'],
    ])
  })
})

describe('a workflow', () => {
  it('runs on a schedule where it says when', () => {
    expect(scheduleIn("on:\n  schedule:\n    - cron: '0 3 * * *'\njobs:\n")).toEqual({
      line: 3,
      text: "    - cron: '0 3 * * *'",
    })
  })

  it('does not where the schedule is commented out, or a step is called so', () => {
    expect(scheduleIn("on:\n  push:\n#  schedule:\n#    - cron: '0 3 * * *'\n")).toBeNull()
    expect(scheduleIn("on: push\njobs:\n  a:\n    steps:\n      - run: echo 'cron: 1'\n")).toBeNull()
  })
})

it('the address of a line leads to the default branch, whatever its path holds', () => {
  expect(lineUrl('https://github.com/guild/atlas', 'a b/#1.yml', 7)).toBe(
    'https://github.com/guild/atlas/blob/HEAD/a%20b/%231.yml#L7',
  )
})
