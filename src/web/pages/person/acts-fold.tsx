/** Every kind of act that is known of somebody, the newest in each repository, folded; and commits that may be theirs. */

import { counted } from '../../../policy/english.ts'
import type { Dossier } from '../../../register/access/dossier.ts'
import { ActivityLink, inWords, Name } from '../../parts/print.tsx'
import { MoreAsJson } from './more-as-json.tsx'

/** So many stand on the page; all of them are in the API's answer. */
const MOST_ROWS = 100

export function ActsFold({ dossier, org }: { dossier: Dossier; org: string }) {
  const { activity, login } = dossier
  const more = activity.length - MOST_ROWS
  if (activity.length === 0) return null
  return (
    <details class="fold">
      <summary>Every kind of act, with link and source</summary>
      <div class="scroll">
        <table class="cards">
          <caption class="unseen">The newest act of each kind in each repository</caption>
          <thead>
            <tr>
              {['Act', 'Newest', 'Source'].map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {activity.slice(0, MOST_ROWS).map((act) => (
              <tr>
                <th scope="row">{inWords(act.kind)}</th>
                <td>
                  <ActivityLink activity={act} />
                </td>
                <td class="soft" data-label="source">
                  {inWords(act.source)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <MoreAsJson more={more} noun="act" org={org} login={login} />
    </details>
  )
}

/** Commits of the window that belong to no account, where this one pushed. */
export function UnlinkedCommits({ dossier: { unlinkedCommits, login } }: { dossier: Dossier }) {
  if (unlinkedCommits.length === 0) return null
  return (
    <p class="small soft">
      Some commits belong to no account. Where {login} pushed, these may be theirs:{' '}
      <Name text={unlinkedInWords(unlinkedCommits)} />.
    </p>
  )
}

/** `3 commits in lichen, 1 commit in spores`. */
export function unlinkedInWords(commits: Dossier['unlinkedCommits']): string {
  return commits.map((each) => `${counted(each.commits, 'commit')} in ${each.repository}`).join(', ')
}
