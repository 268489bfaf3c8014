/** Tells which queries differ only in what their strings say. */

/**
 * The query with each string replaced by its number, equal ones by the same: whether a query is valid depends on where
 * its strings stand and on which of them are equal, never on what they say. Ids and cursors are what mostly differs.
 */
export function shapeOf(query: string): string {
  // Quotation marks in comments and block strings are not read here: such a query is a shape of its own.
  if (query.includes('#') || query.includes('"""')) return query
  const numbers = new Map<string, number>()
  return query.replace(/"(?:[^"\\\n\r]|\\.)*"/g, (text) => {
    const number = numbers.get(text) ?? numbers.size
    numbers.set(text, number)
    return `"${number}"`
  })
}
