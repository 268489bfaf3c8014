/** Shows, folded, how one account's verdict came about. */

import type { ExplanationLine } from '../../policy/verdict/explanation.ts'
import { inWords } from './print.tsx'

const PARTS = [
  ['fact', 'Facts'],
  ['gap', 'Gaps'],
  ['verdict', 'Verdict'],
] as const

export function Explanation({ lines }: { lines: readonly ExplanationLine[] }) {
  return (
    <details>
      <summary>How this verdict came about</summary>
      {PARTS.map(([part, heading]) => (
        <Part heading={heading} lines={lines.filter((line) => line.part === part)} />
      ))}
    </details>
  )
}

function Part({ heading, lines }: { heading: string; lines: readonly ExplanationLine[] }) {
  return (
    <>
      <h3>{heading}</h3>
      {lines.length === 0 ? (
        <p>None.</p>
      ) : (
        <ol>
          {lines.map(({ text, source, url }) => (
            <li>
              {text} <span class="muted">{inWords(source)}</span>
              {url !== null && /^https?:\/\//.test(url) && (
                <>
                  {' '}
                  <a href={url}>on GitHub</a>
                </>
              )}
            </li>
          ))}
        </ol>
      )}
    </>
  )
}
