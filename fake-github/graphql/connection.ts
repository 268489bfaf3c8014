/** GitHub's connections: a page of a list with cursors. */
import type { View } from './context.ts'

export type PageArgs = {
  readonly first?: number | null
  readonly last?: number | null
  readonly after?: string | null
  readonly before?: string | null
}

/** One page of `items`; `edge` adds fields to an item's edge, `more` to the connection. */
export function connection<Item>(
  items: readonly Item[],
  args: PageArgs,
  node: (item: Item) => unknown,
  edge: (item: Item) => View = () => ({}),
  more: View = {},
): View {
  let start = args.after ? placeOf(args.after) + 1 : 0
  let end = args.before ? Math.min(placeOf(args.before), items.length) : items.length
  if (typeof args.first === 'number') end = Math.min(end, start + args.first)
  if (typeof args.last === 'number') start = Math.max(start, end - args.last)
  const page = items.slice(start, end)
  return {
    totalCount: items.length,
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: page.length > 0 ? cursorAt(start) : null,
      endCursor: page.length > 0 ? cursorAt(start + page.length - 1) : null,
    },
    nodes: () => page.map(node),
    edges: () =>
      page.map((item, i) => ({ cursor: cursorAt(start + i), node: () => node(item), ...edge(item) })),
    ...more,
  }
}

function cursorAt(place: number): string {
  return Buffer.from(`cursor:v2:${place}`).toString('base64')
}

function placeOf(cursor: string): number {
  const place = Number(Buffer.from(cursor, 'base64').toString().replace('cursor:v2:', ''))
  return Number.isInteger(place) ? place : -1
}
