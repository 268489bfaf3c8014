/** Lists of issues, pull requests and discussions in the order asked for. */
import type { RepositoryActs } from '../world/acts.ts'
import { toInstant } from '../world/instants.ts'
import type { Thread } from '../world/threads.ts'

export type ThreadArgs = {
  readonly orderBy?: { readonly field: string; readonly direction: string } | null
  readonly filterBy?: { readonly since?: string | null; readonly createdBy?: string | null } | null
  readonly states?: readonly string[] | null
}

/** The threads of a kind; oldest first unless ordered, as GitHub has it. */
export function threadsFor(acts: RepositoryActs, kind: Thread['kind'], args: ThreadArgs): readonly Thread[] {
  const { field, direction } = args.orderBy ?? {
    field: 'CREATED_AT',
    direction: kind === 'discussion' ? 'DESC' : 'ASC',
  }
  const all = acts.threadList(kind, field === 'UPDATED_AT' ? 'updated' : 'created')
  const since = toInstant(args.filterBy?.since, '')
  const author = args.filterBy?.createdBy ?? null
  // GitHub's own default for discussions is an empty list, and means every state.
  const states = args.states?.length ? args.states : null
  const rows =
    since === '' && author === null && !states
      ? all
      : all.filter(
          (thread) =>
            thread.updatedAt >= since &&
            (author === null || thread.author === author) &&
            (!states || states.includes(stateOf(thread))),
        )
  return direction === 'DESC' ? rows : rows.toReversed()
}

/** GraphQL's state of a thread. */
export function stateOf(thread: Thread): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (thread.kind === 'pull_request' && thread.merge) return 'MERGED'
  return thread.closed ? 'CLOSED' : 'OPEN'
}
