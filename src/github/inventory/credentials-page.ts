/** The form in which every list of credentials is told, and how far one reaches in words. Never a secret. */

import type { Credential, SeenAccount } from '../../policy/words.ts'

export interface CredentialsPage {
  readonly accounts: readonly SeenAccount[]
  readonly credentials: readonly Credential[]
  readonly next: number | null
}

/** What a token or an App may do where: "selected repositories", "contents:read". */
export function scopesOf(
  selection: string,
  ...permissions: readonly (Readonly<Record<string, string>> | undefined)[]
): readonly string[] {
  const words = permissions.flatMap((each) => Object.entries(each ?? {}))
  return [`${selection} repositories`, ...words.map(([name, level]) => `${name}:${level}`)]
}
