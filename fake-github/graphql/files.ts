/** Files of a repository as git objects: trees by folder and blobs by path, on whatever branch is asked for. */
import type { Repository } from '../world/format.ts'
import type { View } from './context.ts'

/** GitHub cuts the text of a blob after half a megabyte. */
const SHOWN_CHARACTERS = 512 * 1024

/** The tree or blob of an expression such as `HEAD:docs`; null where there is none, undefined where it names no path. */
export function fileObject(repo: Repository, expression: string): View | null | undefined {
  const [, path] = /^[^:]+:(.*)$/.exec(expression) ?? []
  if (path === undefined) return undefined
  const file = repo.files.find((row) => row.path === path)
  return file === undefined ? treeView(repo, path) : blobView(repo, file)
}

function treeView(repo: Repository, folder: string): View | null {
  const prefix = folder === '' ? '' : `${folder}/`
  const inside = repo.files.filter((row) => row.path.startsWith(prefix))
  if (inside.length === 0) return null
  const names = [...new Set(inside.map((row) => row.path.slice(prefix.length).split('/')[0] ?? ''))].sort()
  return {
    __typename: 'Tree',
    id: `T_${repo.id}_${folder}`,
    entries: () =>
      names.map((name) => {
        const object = fileObject(repo, `HEAD:${prefix}${name}`)
        return {
          __typename: 'TreeEntry',
          name,
          path: `${prefix}${name}`,
          type: object?.__typename === 'Tree' ? 'tree' : 'blob',
          object,
        }
      }),
  }
}

function blobView(repo: Repository, file: Repository['files'][number]): View {
  const isTruncated = file.text.length > SHOWN_CHARACTERS
  return {
    __typename: 'Blob',
    id: `B_${repo.id}_${file.path}`,
    text: file.text.slice(0, SHOWN_CHARACTERS),
    isTruncated,
    isBinary: false,
    byteSize: file.text.length,
  }
}
