/** Times as callers write them, in the one form in which the world has them. */

/** The UTC instant to the second; `otherwise` where nothing, or no time, was given. */
export function toInstant(text: string | null | undefined, otherwise: string): string {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? otherwise : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
