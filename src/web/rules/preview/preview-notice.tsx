/** What a change of the rules would come to, above the form that it was asked in. */

import { printedDay } from '../../../policy/calendar.ts'
import { counted } from '../../../policy/english.ts'
import type { ChangedVerdict } from '../../../policy/verdict/preview.ts'
import type { VerdictName } from '../../../policy/words.ts'
import { accountUrl } from '../../parts/page-addresses.ts'
import { Name } from '../../parts/print.tsx'
import type { Preview } from './preview.ts'

/** So many are named; the rest is counted. */
const NAMED = 8

export function PreviewNotice({ preview, org }: { preview: Preview; org: string }) {
  if (preview.kind === 'never_audited')
    return (
      <div class="notice" role="status">
        <p>
          <b>Preview. Nothing was saved.</b> No audit has ended yet, so nobody can say whom these rules would
          touch. Ask for one on <a href={`/orgs/${org}`}>the overview</a>.
        </p>
      </div>
    )
  const { asOf, judged, isWhole, changes } = preview
  const kinds = [...Map.groupBy(changes, ({ from, to }) => `${weightOf(from, to)} ${from} ${to}`)].sort()
  return (
    <div class="notice" role="status" id="preview">
      <div>
        <p>
          <b>Preview. Nothing was saved.</b> As of the audit of {printedDay(asOf)}, of{' '}
          {counted(judged, 'account')}{' '}
          {changes.length === 0
            ? 'none would get another verdict.'
            : `${changes.length} would get another verdict:`}
        </p>
        {kinds.length > 0 && (
          <ul>
            {kinds.map(([, alike]) => (
              <Alike alike={alike} org={org} />
            ))}
          </ul>
        )}
        {!isWhole && <p>There are more accounts than a preview judges; what becomes of them is not known.</p>}
        {changes.some(({ to }) => to === 'unknown') && (
          <p class="small">
            Unknown: not everything was read that would tell. The first audit after the change reads it, and
            may call them inactive or active; until then nobody of them is proposed.
          </p>
        )}
      </div>
    </div>
  )
}

function Alike({ alike, org }: { alike: readonly ChangedVerdict[]; org: string }) {
  const [first] = alike
  if (first === undefined) return null
  const { from, to } = first
  const shown = alike.slice(0, NAMED)
  return (
    <li>
      <b>
        {counted(alike.length, `account that is ${from}`, `accounts that are ${from}`)} would{' '}
        {to === 'unknown' ? 'be' : 'become'} {to}
      </b>
      :{' '}
      {shown.map(({ account: { login } }, at) => (
        <>
          {at > 0 && ', '}
          <a href={accountUrl(org, login)}>
            <Name text={login} />
          </a>
        </>
      ))}
      {alike.length > shown.length && ` and ${alike.length - shown.length} more`}.
    </li>
  )
}

/** Who would become inactive first, then who would be so no more. */
function weightOf(from: VerdictName, to: VerdictName): number {
  if (to === 'inactive') return 0
  return from === 'inactive' ? 1 : 2
}
