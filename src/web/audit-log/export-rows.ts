/** Splits the export of GitHub's audit log into its entries: a JSON array, JSON line by line, or CSV. */

import Papa from 'papaparse'

/**
 * The entries as they stand in the file, not looked at yet; a line that is no JSON is null. Null where the whole text is none
 * of the three.
 */
export function exportRows(text: string): readonly unknown[] | null {
  const start = text.trimStart().charAt(0)
  if (start === '[') return jsonOrNull(text, (value) => (Array.isArray(value) ? value : null))
  if (start === '{') return linesOf(text).map((line) => jsonOrNull(line, (value) => value))
  return csvRows(text)
}

function csvRows(text: string): readonly unknown[] | null {
  const { data, meta } = Papa.parse<unknown>(text.trimStart(), { header: true, skipEmptyLines: true })
  return meta.fields?.includes('action') === true ? data : null
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '')
}

function jsonOrNull<T>(text: string, of: (value: unknown) => T): T | null {
  try {
    return of(JSON.parse(text))
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
