/** Writes a call of GitHub's API as a line for a shell, `gh api -X DELETE /orgs/ORG/memberships/LOGIN`. */

/** One call: the path's segments are not encoded yet. */
export interface Call {
  readonly method: 'DELETE' | 'PUT' | 'POST'
  readonly path: readonly string[]
  readonly fields?: Readonly<Record<string, string>>
}

/** The line. `host` is GitHub's own, which is named only where it is not github.com. */
export function ghLine({ method, path, fields = {} }: Call, host: string): string {
  return [
    'gh api',
    ...(host === 'github.com' ? [] : ['--hostname', quoted(host)]),
    `-X ${method}`,
    quoted(pathOf(path)),
    ...Object.entries(fields).map(([name, value]) => `-f ${quoted(`${name}=${value}`)}`),
  ].join(' ')
}

/** A path of encoded segments. */
export function pathOf(segments: readonly string[]): string {
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join('')
}

/** A word that no shell reads as anything but itself; a line break cannot end it, for it stands inside quotes. */
function quoted(word: string): string {
  return /^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
