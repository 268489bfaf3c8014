/** Finds the account behind a login, where GitHub gives no id. A login is only the way to the id, never a key. */

import { isGone } from '../../github/http/errors.ts'
import { type RestUser, toAccountFromRest } from '../../github/inventory/account-fields.ts'
import type { SeenAccount } from '../../policy/words.ts'
import { findAccountRowByLogin } from '../../register/access/accounts.ts'
import type { Run } from '../engine/stage.ts'

/** Most are known, the others are asked for. Null where the account is gone. */
export async function findAccountByLogin(run: Run, login: string): Promise<SeenAccount | null> {
  const known = await findAccountRowByLogin(run.register, login)
  if (known !== undefined) return known
  try {
    return toAccountFromRest(
      (await run.github.rest<RestUser>('GET /users/{username}', { username: login })).data,
    )
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}
