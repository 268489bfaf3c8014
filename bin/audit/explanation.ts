/** Prints how one account's verdict came about: facts, gaps, verdict, each with where it comes from. */

/** What the dossier has of it. */
export interface Explained {
  readonly login: string
  readonly explanation: readonly {
    readonly part: 'fact' | 'gap' | 'verdict'
    readonly text: string
    readonly source: string
    readonly url: string | null
  }[]
}

const PARTS = [
  ['fact', 'Facts', 'Nothing is known.'],
  ['gap', 'Gaps', 'None that this verdict depends on.'],
  ['verdict', 'Verdict', 'Not judged yet.'],
] as const

export function explanationOf(organization: string, { login, explanation }: Explained): string {
  const parts = PARTS.map(([part, heading, none]) => {
    const lines = explanation
      .filter((one) => one.part === part)
      .map(({ text, source, url }) => `  ${text} [${source}]${url === null ? '' : `\n    ${url}`}`)
    return [heading, ...(lines.length === 0 ? [`  ${none}`] : lines)].join('\n')
  })
  return `${[`${login} in ${organization}`, ...parts].join('\n\n')}\n`
}
