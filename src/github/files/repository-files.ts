/** Reads the workflows and CODEOWNERS of several repositories in one query, and the names of files that may keep access. */

import { CODE_OWNERS_PATHS } from '../../policy/access/code-owners.ts'
import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoded, fields, flag, list, nullable, rows, text } from '../http/decode.ts'
import type { GraphqlProblem } from '../http/graphql.ts'
import { unlessOdd } from '../http/partial-answers.ts'

export interface TextFile {
  readonly path: string
  readonly text: string
}

/** What one query shows of a repository. */
export interface RepositoryFiles {
  readonly id: Id
  readonly workflows: readonly TextFile[]
  /** The one that counts; null where there is none, or it is among what was not read. */
  readonly codeOwners: TextFile | null
  /** The paths of all files at the root, in `.github`, and two folders deep in `config`. */
  readonly paths: readonly string[]
  /** What GitHub did not show, a sentence without full stop each. */
  readonly notRead: readonly string[]
}

/** In the order of `repositories`. */
export async function readRepositoryFiles(
  github: GitHub,
  repositories: readonly { readonly id: Id; readonly nodeId: string }[],
): Promise<readonly RepositoryFiles[]> {
  const { data, errors } = await github.graphql(
    REPOSITORY_FILES,
    { ids: repositories.map(({ nodeId }) => nodeId) },
    SHOWN,
  )
  return repositories.map(({ id }, index) =>
    filesOf(
      id,
      data.nodes[index] ?? null,
      errors.filter(({ path }) => path?.[0] !== 'nodes' || path[1] === index),
    ),
  )
}

/** A file's text, or why it was not read. GitHub cuts long files, and shows no text of what is none. */
export function fileRead(path: string, blob: Decoded<typeof BLOB>): TextFile | string {
  if (blob.text === null || blob.isTruncated !== false)
    return `${path} is ${blob.isTruncated === true ? 'longer than GitHub shows' : 'not shown as text'}`
  return { path, text: blob.text }
}

function filesOf(id: Id, node: Node | null, errors: readonly GraphqlProblem[]): RepositoryFiles {
  const notRead = errors.map(({ message }) => `GitHub does not show its files (${message})`)
  if (node === null) {
    const reasons = notRead.length > 0 ? notRead : ['GitHub does not show its files']
    return { id, workflows: [], codeOwners: null, paths: [], notRead: [...new Set(reasons)] }
  }
  const workflows = (node.workflows?.entries ?? [])
    .filter(({ name }) => /\.ya?ml$/.test(name))
    .map(({ name, object }) => fileRead(`.github/workflows/${name}`, object ?? NO_BLOB))
  const owners = [node.owners0, node.owners1, node.owners2].flatMap((blob, at) =>
    blob === null ? [] : [fileRead(CODE_OWNERS_PATHS[at] ?? '', blob)],
  )
  const read = [...workflows, ...owners.slice(0, 1)]
  const [counts] = owners
  return {
    id,
    workflows: workflows.filter((file) => typeof file !== 'string'),
    codeOwners: counts === undefined || typeof counts === 'string' ? null : counts,
    paths: [
      ...pathsIn('', node.root),
      ...pathsIn('.github/', node.github),
      ...pathsIn('config/', node.config),
    ],
    notRead: [...new Set([...notRead, ...read.filter((file) => typeof file === 'string')])],
  }
}

function pathsIn(folder: string, tree: Tree | null): readonly string[] {
  return (tree?.entries ?? []).flatMap(({ name, object }) =>
    object?.entries == null
      ? [`${folder}${name}`]
      : object.entries.flatMap((inner) =>
          inner.object?.entries == null
            ? [`${folder}${name}/${inner.name}`]
            : inner.object.entries.map((file) => `${folder}${name}/${inner.name}/${file.name}`),
        ),
  )
}

type Node = Decoded<typeof REPOSITORY>
type Tree = Decoded<typeof NAMES>

/** What is no text file has none of these fields. */
export const BLOB = fields({ text: nullable(text), isTruncated: nullable(flag) })
const NO_BLOB = { text: null, isTruncated: null }
const WORKFLOWS = fields({ entries: nullable(list(fields({ name: text, object: nullable(BLOB) }))) })
const FILE = fields({ name: text })
const INNER = fields({ name: text, object: nullable(fields({ entries: nullable(rows(FILE)) })) })
const OUTER = fields({ name: text, object: nullable(fields({ entries: nullable(rows(INNER)) })) })
const NAMES = fields({ entries: nullable(rows(OUTER)) })
const REPOSITORY = fields({
  workflows: nullable(WORKFLOWS),
  owners0: nullable(BLOB),
  owners1: nullable(BLOB),
  owners2: nullable(BLOB),
  root: nullable(NAMES),
  github: nullable(NAMES),
  config: nullable(NAMES),
})
/** By the place of the repository; null where GitHub does not show it, or not as it documents it. */
const SHOWN = fields({ nodes: list(unlessOdd(REPOSITORY)) })

const REPOSITORY_FILES = `query RepositoryFiles($ids: [ID!]!) {
  rateLimit { cost }
  nodes(ids: $ids) {
    ... on Repository {
      workflows: object(expression: "HEAD:.github/workflows") {
        ... on Tree { entries { name object { ... on Blob { text isTruncated } } } }
      }
      ${CODE_OWNERS_PATHS.map((path, at) => `owners${at}: object(expression: "HEAD:${path}") { ... on Blob { text isTruncated } }`).join('\n      ')}
      root: object(expression: "HEAD:") { ... on Tree { entries { name } } }
      github: object(expression: "HEAD:.github") { ... on Tree { entries { name } } }
      config: object(expression: "HEAD:config") {
        ... on Tree { entries { name object { ... on Tree { entries { name object { ... on Tree { entries { name } } } } } } } }
      }
    }
  }
}`
