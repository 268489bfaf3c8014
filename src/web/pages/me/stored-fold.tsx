/** What is stored about a person, for how long, what no audit can see, and all of it as a file. */

import { counted } from '../../../policy/english.ts'
import { type Keeping, leaveMonths } from '../../../policy/people/keeping.ts'
import { NOT_OBSERVED } from '../../../policy/people/not-observed.ts'

export function StoredFold({ login, keeping }: { login: string; keeping: Keeping }) {
  return (
    <details class="panel in">
      <summary>What is stored about you, for how long, and what is not seen</summary>
      <div class="pad">
        <h2>Stored</h2>
        <ul>
          {storedFor(keeping).map(([what, how]) => (
            <li>
              {what}: <span class="soft">{how}</span>
            </li>
          ))}
        </ul>
        <p>
          Never stored: your code, the text of your comments and issues, your e-mail address, GitHub’s tokens.
          It is shown to you, to the owners of that organisation, and to whoever runs this site; what a review
          asks about you also to contributors whom the owners have named, and to the maintainers of your
          teams. What you answer, that you are away, and your two-factor authentication: to you and the owners
          alone.
        </p>
        <p>
          <a href="/api/me" download={`chatelaine-${login}.json`}>
            All of it as JSON
          </a>
        </p>
        <h2>Not seen</h2>
        <p>No audit sees these. If you work like that, say so in an answer, and the owners know:</p>
        <ul>
          {NOT_OBSERVED.map((each) => (
            <li>{each}</li>
          ))}
        </ul>
      </div>
    </details>
  )
}

function storedFor(keeping: Keeping): readonly (readonly [what: string, howLong: string])[] {
  const activity = counted(keeping.activityMonths, 'month')
  const texts = counted(keeping.textsMonths, 'month')
  const leave = leaveMonths(keeping)
  const longerLeave = leave > keeping.textsMonths ? `; when you were away, for ${leave}` : ''
  return [
    ['your GitHub number, login, name, and when your account was made', 'as long as anything else here'],
    [
      'by which ways you have access, and since when',
      'also after you lost it, to be able to say who could change what on which day',
    ],
    [
      'the newest that you did, of each kind and in each repository, with its link',
      `until ${activity} after you held nothing any more`,
    ],
    [
      'on which days of which month you were seen to act, by repository',
      `texts and kinds are not among it; ${texts}, and not longer than the newest`,
    ],
    ['whether two-factor authentication is on', 'only as it is now'],
    [
      'what was asked about you, decided by whom and why, what you were told and answered, when you were away',
      `texts for ${texts}${longerLeave}`,
    ],
    ['what was taken from you, exactly enough to give it back', texts],
    ['that you are signed in', 'at most 12 hours'],
  ]
}
