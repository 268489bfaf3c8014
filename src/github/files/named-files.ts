/** Reads single files of several repositories in one query, and who edited files last. */

import type { Id } from '../../policy/words.ts'
import type { GitHub } from '../http/client.ts'
import { type Decoder, fields, nullable, rows, text, whole } from '../http/decode.ts'
import { BLOB, fileRead, type TextFile } from './repository-files.ts'

/** One file of one repository. */
export interface AskedFile {
  readonly repository: { readonly id: Id; readonly nodeId: string }
  readonly path: string
}

/** Who edited a file last: the author of the newest commit on the default branch that changed it. */
export interface LastEdit extends AskedFile {
  /** Null where the author is no GitHub account. */
  readonly editor: { readonly id: Id; readonly login: string } | null
}

export interface NamedFiles {
  readonly texts: readonly (AskedFile & TextFile)[]
  readonly edits: readonly LastEdit[]
  readonly notRead: readonly (AskedFile & { readonly sentence: string })[]
}

/** `texts` are read whole; of `edited` the last editor, who need not be the one by whom GitHub runs a schedule. */
export async function readNamedFiles(
  github: GitHub,
  texts: readonly AskedFile[],
  edited: readonly AskedFile[],
): Promise<NamedFiles> {
  if (texts.length === 0 && edited.length === 0) return { texts: [], edits: [], notRead: [] }
  const aliases = [
    ...texts.map((file, i) => underAlias(`t${i}`, file, textOf(file.path))),
    ...edited.map((file, i) => underAlias(`e${i}`, file, editOf(file.path))),
  ]
  const textsUnder = eachOf('t', texts.length, TEXT)
  const editsUnder = eachOf('e', edited.length, EDITED)
  const { data, errors } = await github.graphql(
    `query NamedFiles { rateLimit { cost } ${aliases.join('\n')} }`,
    {},
    (...answer: Parameters<Decoder<unknown>>) => ({
      texts: textsUnder(...answer),
      edits: editsUnder(...answer),
    }),
  )
  const read = texts.map((file, i) => ({
    ...file,
    read: fileRead(file.path, data.texts[`t${i}`]?.file ?? { text: null, isTruncated: null }),
  }))
  const edits = edited.map((file, i) => ({
    ...file,
    // A refused author is not the same as one who is no GitHub account.
    commit: errors.some(({ path }) => path?.[0] === `e${i}`)
      ? undefined
      : data.edits[`e${i}`]?.defaultBranchRef?.target?.history?.nodes[0],
  }))
  return {
    texts: read.flatMap(({ read: file, ...asked }) =>
      typeof file === 'string' ? [] : [{ ...asked, ...file }],
    ),
    edits: edits.flatMap(({ commit, ...asked }) =>
      commit === undefined ? [] : [{ ...asked, editor: editorOf(commit.author?.user) }],
    ),
    notRead: [
      ...read.flatMap(({ read: file, ...asked }) =>
        typeof file === 'string' ? [{ ...asked, sentence: file }] : [],
      ),
      ...edits.flatMap(({ commit, ...asked }) =>
        commit === undefined ? [{ ...asked, sentence: `who edited ${asked.path} last is not shown` }] : [],
      ),
    ],
  }
}

function editorOf(user: { readonly databaseId: Id | null; readonly login: string } | null | undefined) {
  return user == null || user.databaseId === null ? null : { id: user.databaseId, login: user.login }
}

function underAlias(alias: string, { repository }: AskedFile, selection: string): string {
  return `${alias}: node(id: ${JSON.stringify(repository.nodeId)}) { ... on Repository { ${selection} } }`
}

function textOf(path: string): string {
  return `file: object(expression: ${JSON.stringify(`HEAD:${path}`)}) { ... on Blob { text isTruncated } }`
}

function editOf(path: string): string {
  return `defaultBranchRef { target { ... on Commit { history(first: 1, path: ${JSON.stringify(path)}) {
    nodes { author { user { databaseId login } } } } } } }`
}

/** So many answers under the aliases `name0`, `name1` and so on. */
function eachOf<T>(name: string, many: number, decode: Decoder<T>) {
  return fields(Object.fromEntries(Array.from({ length: many }, (_, i) => [`${name}${i}`, decode])))
}

const TEXT = nullable(fields({ file: nullable(BLOB) }))
const COMMIT = fields({
  author: nullable(fields({ user: nullable(fields({ databaseId: nullable(whole), login: text })) })),
})
const HISTORY = nullable(fields({ nodes: rows(COMMIT) }))
const EDITED = nullable(
  fields({ defaultBranchRef: nullable(fields({ target: nullable(fields({ history: HISTORY })) })) }),
)
