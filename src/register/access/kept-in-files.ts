/** Finds the files that keep somebody's access, from which a removal would be undone. */

import type { Id, KeptInFile } from '../../policy/words.ts'
import type { Register } from '../open.ts'

/** The lines that name one of these accounts. Empty: no such file is read yet. */
export async function findKeptInFiles(
  _register: Register,
  _orgId: Id,
  _accounts: readonly Id[],
): Promise<readonly (KeptInFile & { readonly account: Id })[]> {
  return []
}
