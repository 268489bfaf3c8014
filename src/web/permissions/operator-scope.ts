/** What `API_TOKEN` sees: everything, or numbers and runs only; a route that does not say that it shows no names needs everything. */

import { Refusal } from '../../policy/refusal.ts'
import { findServedOrganizations } from '../../register/organizations.ts'
import type { Visit } from '../access/visit.ts'

/** `numbers`: counts and runs, without anybody's name and without reasons. */
export type Sees = 'names' | 'numbers'

/** Adds what the caller sees of it; refuses where the route `needs` more than the operator's token may see. */
export async function withinScope<Authorized extends object>(
  c: Visit,
  authorized: Authorized,
  needs: Sees,
): Promise<Authorized & { readonly sees: Sees }> {
  const sees = c.var.caller.kind === 'operator' ? await seenByOperator(c) : 'names'
  if (needs === 'names' && sees === 'numbers') {
    throw new Refusal(
      'forbidden',
      'API_TOKEN sees numbers and runs only here. Nothing was changed. Whoever deploys this site can set API_TOKEN_SCOPE=full; an owner can sign in, or make a token of their own.',
    )
  }
  return { ...authorized, sees }
}

/** Unless the setting says it: everything of a single organisation, numbers where several are served at this moment. */
async function seenByOperator(c: Visit): Promise<Sees> {
  const { deployment, register } = c.var.platform
  switch (deployment.apiTokenScope) {
    case 'full':
      return 'names'
    case 'numbers':
      return 'numbers'
    case null: {
      const named = deployment.organizations?.length ?? 0
      return named > 1 || (await findServedOrganizations(register)).length > 1 ? 'numbers' : 'names'
    }
  }
}
