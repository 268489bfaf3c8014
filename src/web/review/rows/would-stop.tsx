/** Shows what would stop with somebody's access, and the lines of files that would give it back. */

import type { BesideProposal } from '../../../register/reviews/beside-proposals.ts'
import { Name } from '../../parts/print.tsx'

/** For the opened row of a proposal about an account; nothing for anything else. */
export function WouldStop({ beside }: { beside: Pick<BesideProposal, 'wouldStop' | 'keptInFiles'> }) {
  const { wouldStop, keptInFiles } = beside
  if (wouldStop === null) return null
  const { items, notRead } = wouldStop
  return (
    <>
      <h3>What would stop working</h3>
      {items.length > 0 && (
        <ul>
          {items.map(({ sentence, url }) => (
            <li>
              {url === undefined ? (
                <Name text={sentence} />
              ) : (
                <a href={url}>
                  <Name text={sentence} />
                </a>
              )}
            </li>
          ))}
        </ul>
      )}
      {items.length === 0 && notRead === null && <p class="muted">Nothing was found that would.</p>}
      {notRead !== null && (
        <p class="muted">
          <Name text={notRead} />
        </p>
      )}
      {keptInFiles.length > 0 && (
        <>
          <h3>Files that keep access</h3>
          <p>A tool gives the access back from these lines: take the login out there, too.</p>
          <ul>
            {keptInFiles.map(({ repository, path, line, login, url }) => (
              <li>
                <a href={url}>
                  <Name text={`${repository}/${path}`} />, line {line}
                </a>
                : <code>{login}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
