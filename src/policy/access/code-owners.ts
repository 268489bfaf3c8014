/** Reads the lines of CODEOWNERS. https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners */

import { type FileMention, shortened } from './file-mentions.ts'

/** Where GitHub looks for the file, in this order: the first one found counts. */
export const CODE_OWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

/** Every owner of every line. A line without owners exempts its path and names nobody. */
export function codeOwnersIn(path: string, text: string): readonly FileMention[] {
  return text.split('\n').flatMap((line, index) =>
    ownersIn(line).map((login) => ({
      kind: 'code_owner' as const,
      path,
      line: index + 1,
      login,
      account: null,
      text: shortened(line),
    })),
  )
}

function ownersIn(line: string): readonly string[] {
  const [, ...owners] = line
    .replace(/(^|\s)#.*$/, '')
    .trim()
    // A space inside the pattern is escaped.
    .split(/(?<!\\)\s+/)
  return [...new Set(owners.filter((owner) => owner.includes('@')).map((owner) => owner.replace(/^@/, '')))]
}
