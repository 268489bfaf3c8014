/** Finds the large worlds that are not part of this project, and reads them plainly, independently of the demo. It never copies them. */
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../bin/bundle.ts'

/** Where they lie: CHATELAINE_WORLDS, else beside the project. */
const folder = resolve(process.env.CHATELAINE_WORLDS ?? join(projectRoot, '..', 'shared', 'worlds'))

/** A world's path, and the reason to skip where it is absent. */
export function worldFile(name: string): { readonly path: string; readonly absent: string | null } {
  const path = join(folder, name)
  return { path, absent: existsSync(path) ? null : `${name} is not in CHATELAINE_WORLDS` }
}

export interface PlainWorld {
  readonly now: string
  readonly accounts: readonly { login: string; id: number }[]
  readonly organizations: readonly PlainOrganization[]
  readonly repositories: readonly {
    owner: string
    name: string
    collaborators?: { login: string; role: string }[]
    deploy_keys?: { id: number; title: string; created_at: string; last_used?: string | null }[]
  }[]
}

export interface PlainOrganization {
  readonly login: string
  readonly members: readonly { login: string; role: 'admin' | 'member' }[]
  readonly teams: readonly { slug: string; members: { login: string; role: string }[] }[]
  readonly personal_access_tokens?: readonly {
    id: number
    token_name: string
    owner: string
    token_last_used_at: string | null
  }[]
}

export interface PlainAct {
  readonly actor: string
  readonly owner: string
  readonly repo: string
  readonly at: string
}

/** The file as it stands, and every act of every organisation's people, per organisation and login. */
export async function readPlainly(
  path: string,
): Promise<{ world: PlainWorld; acts: Map<string, PlainAct[]> }> {
  const file: PlainWorld & { activity_file?: string; activity?: PlainAct[] } = JSON.parse(
    readFileSync(path, 'utf8'),
  )
  const acts = new Map<string, PlainAct[]>()
  const note = (act: PlainAct) => {
    const key = `${act.owner}/${act.actor}`
    const known = acts.get(key)
    if (known === undefined) acts.set(key, [act])
    else known.push(act)
  }
  file.activity?.forEach(note)
  if (file.activity_file !== undefined) {
    const lines = createInterface({ input: createReadStream(join(dirname(path), file.activity_file)) })
    for await (const line of lines) if (line !== '') note(JSON.parse(line))
  }
  return { world: file, acts }
}
