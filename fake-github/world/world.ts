/** Loads a world file, or says in one sentence what is wrong with it. */
import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { z } from 'zod'
import { type ActRow, actKinds } from './act.ts'
import { type Acts, indexActs, repositoryKey } from './acts.ts'
import { type WorldRows, worldFormat } from './format.ts'
import { type Lookups, lookupsOf } from './lookups.ts'

/** A live GitHub: the file's rows, which may be changed, with the acts and the quick look-ups over them. */
export type World = WorldRows & Lookups & { readonly acts: Acts }

/** A world file that cannot be used. The message names file, place, fault and remedy. */
export class WorldProblem extends Error {
  override readonly name = 'WorldProblem'
}

/** Read the file at `path`, and the activity file that it names beside it. */
export function readWorld(path: string): World {
  const file = basename(path)
  const value = parseJson(readText(path, file), file)
  const beside =
    value !== null && typeof value === 'object' && 'activity_file' in value ? value.activity_file : undefined
  if (typeof beside !== 'string') return parseWorld(value, undefined, file)
  const activityPath = resolve(dirname(path), beside)
  return parseWorld(value, readText(activityPath, beside), file)
}

/** Check a world already read. `activityLines` is NDJSON; `file` is what to call the world in a complaint. */
export function parseWorld(value: unknown, activityLines?: string, file = 'the world'): World {
  const parsed = worldFormat.safeParse(value)
  if (!parsed.success) throw fault(file, ...firstIssue(parsed.error))
  const { activity, activity_file, ...rows } = parsed.data
  checkNames(rows, file)
  const known = knownNames(rows)
  const acts = activity.map((row, i) => actRow(row, known, file, () => `activity[${i}]`))
  if (activityLines !== undefined) {
    const name = activity_file ?? 'activity'
    let line = 0
    for (const text of activityLines.split('\n')) {
      line += 1
      if (text.trim() !== '')
        acts.push(actRow(parseJson(text, name, line), known, name, () => `line ${line}`))
    }
  }
  return Object.assign(lookupsOf(rows), { acts: indexActs(acts) })
}

function readText(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new WorldProblem(`${file} could not be read (${message(cause)}); check the path and start again.`, {
      cause,
    })
  }
}

function parseJson(text: string, file: string, line?: number): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const place = line === undefined ? '' : `, line ${line},`
    throw new WorldProblem(
      `${file}${place} is not JSON (${message(cause)}); write the file anew and start again. Nothing was loaded.`,
      { cause },
    )
  }
}

function message(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause)
}

function fault(file: string, place: string, complaint: string): WorldProblem {
  return new WorldProblem(
    `${file}: ${place} ${complaint}; mend that place and start again. Nothing was loaded.`,
  )
}

function firstIssue(error: z.ZodError): [string, string] {
  const issue = error.issues[0]
  const place = (issue?.path ?? []).reduce<string>(
    (path, step) =>
      typeof step === 'number' ? `${path}[${step}]` : `${path}${path ? '.' : ''}${String(step)}`,
    '',
  )
  return [place || 'the file', `is wrong (${issue?.message ?? 'unreadable'})`]
}

/** Whoever is named must be among the accounts, wherever that is. */
function checkNames(rows: WorldRows, file: string): void {
  const logins = new Set(rows.accounts.map((account) => account.login.toLowerCase()))
  const owners = new Set(rows.organizations.map((org) => org.login.toLowerCase()))
  const expect = (login: string, place: string) => {
    if (!logins.has(login.toLowerCase())) throw fault(file, place, `names ${login}, who is not in accounts`)
  }
  rows.organizations.forEach((org, o) => {
    const at = `organizations[${o}]`
    org.members.forEach((row, i) => {
      expect(row.login, `${at}.members[${i}].login`)
    })
    org.teams.forEach((team, t) => {
      team.members.forEach((row, i) => {
        expect(row.login, `${at}.teams[${t}].members[${i}].login`)
      })
      if (team.parent !== null && !org.teams.some((other) => other.slug === team.parent))
        throw fault(
          file,
          `${at}.teams[${t}].parent`,
          `names ${team.parent}, which is no team of ${org.login}`,
        )
    })
    org.invitations.forEach((row, i) => {
      if (row.login) expect(row.login, `${at}.invitations[${i}].login`)
    })
    org.personal_access_tokens.forEach((row, i) => {
      expect(row.owner, `${at}.personal_access_tokens[${i}].owner`)
    })
  })
  rows.repositories.forEach((repo, r) => {
    const at = `repositories[${r}]`
    if (!owners.has(repo.owner.toLowerCase())) expect(repo.owner, `${at}.owner`)
    repo.collaborators.forEach((row, i) => {
      expect(row.login, `${at}.collaborators[${i}].login`)
    })
    repo.invitations.forEach((row, i) => {
      expect(row.login, `${at}.invitations[${i}].login`)
    })
  })
  rows.tokens.forEach((row, i) => {
    expect(row.login, `tokens[${i}].login`)
  })
}

type KnownNames = { readonly logins: ReadonlySet<string>; readonly repositories: ReadonlySet<string> }

function knownNames(rows: WorldRows): KnownNames {
  return {
    logins: new Set(rows.accounts.map((account) => account.login)),
    repositories: new Set(rows.repositories.map((repo) => repositoryKey(repo.owner, repo.name))),
  }
}

const kinds: ReadonlySet<string> = new Set(actKinds)
const plainTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/

/** Checked by hand, not by schema: there are hundreds of thousands of them. */
function actRow(row: unknown, known: KnownNames, file: string, place: () => string): ActRow {
  if (row === null || typeof row !== 'object') throw fault(file, place(), 'is not an object')
  // Every key that is read is checked below; the optional ones are read with a default.
  const act = row as ActRow
  if (!kinds.has(act.kind))
    throw fault(file, `${place()}.kind`, `is not a kind of activity (${String(act.kind)})`)
  if (typeof act.actor !== 'string' || !(known.logins.has(act.actor) || act.actor === 'ghost'))
    throw fault(file, `${place()}.actor`, `names ${String(act.actor)}, who is not in accounts`)
  if (typeof act.at !== 'string' || !plainTime.test(act.at))
    throw fault(file, `${place()}.at`, 'must be a UTC time such as 2026-11-22T06:00:00Z')
  if (act.kind !== 'audit' && !known.repositories.has(repositoryKey(String(act.owner), String(act.repo))))
    throw fault(file, `${place()}.repo`, `names ${act.owner}/${act.repo}, which is not in repositories`)
  return act
}
