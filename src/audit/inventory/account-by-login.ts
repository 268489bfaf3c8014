/** Finds an account by its login, where GitHub gives no id. */

import { isGone } from '../../github/http/errors.ts'
import { restAccount } from '../../github/inventory/account-fields.ts'
import type { SeenAccount } from '../../policy/words.ts'
import { findAccountRowsWithLogin } from '../../register/access/accounts.ts'
import type { Run } from '../engine/stage.ts'

/** From the register if one account is known by it, otherwise from GitHub; null if the account is gone. */
export async function findAccountByLogin(run: Run, login: string): Promise<SeenAccount | null> {
  const [known, another] = await findAccountRowsWithLogin(run.register, login)
  if (known !== undefined && another === undefined) return known
  try {
    return (await run.github.rest('GET /users/{username}', { username: login }, restAccount)).data
  } catch (error) {
    if (isGone(error)) return null
    throw error
  }
}
