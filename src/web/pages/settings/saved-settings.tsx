/** What a save has changed and what of it waits, read from what is stored: no link makes the page say what is not so. */

import { capitalized } from '../../../policy/english.ts'
import { removalsByDefault } from '../../../policy/revocation/in-earnest.ts'
import { changesInWords } from '../../../policy/rules/changes-in-words.ts'
import { directedChanges } from '../../../policy/rules/directions.ts'
import { startInWords } from '../../../policy/rules/pending-rules.ts'
import type { Rules } from '../../../policy/rules/rules.ts'
import type { Actor } from '../../../policy/words.ts'
import { findNewestQuarter } from '../../../register/reviews/reviews.ts'
import { findRuleChange } from '../../../register/rules/rule-versions.ts'
import type { Visit } from '../../access/visit.ts'
import { ButtonForm } from '../../parts/form-fields.tsx'
import { Name } from '../../parts/print.tsx'
import type { Authorized } from '../../permissions/permissions.ts'
import type { PendingChange } from '../../rules/pending-changes.ts'
import type { Saved } from '../../rules/save-rules.ts'

/** Where a save leads: the query names the version that it made, and what was asked for with it. */
export function addressAfterSave(org: string, { version, asked }: Saved): string {
  const query = new URLSearchParams({
    ...(version !== null && { version: String(version) }),
    ...(asked !== null && { asked }),
  })
  return `/orgs/${org}/settings?${query.size > 0 ? query : 'same'}`
}

/** Nothing unless the query names the newest version, or what waits, and the viewer made it. */
export async function SavedSettings(props: {
  c: Visit
  authorized: Authorized
  pending: readonly PendingChange[]
}) {
  const { c, authorized } = props
  const { org, actor } = authorized
  if (c.req.query('same') !== undefined)
    return (
      <p class="notice" role="status">
        Nothing was changed: everything is as it was.
      </p>
    )
  const held = c.req.query('version') === String(org.rulesVersion) ? await changeOf(c, authorized) : null
  const asked = c.req.query('asked') ?? ''
  const waits = props.pending.filter(
    ({ id, by }) => asked !== '' && id.startsWith(`${asked}.`) && isBy(by, actor),
  )
  if (held === null && waits.length === 0) return null
  return (
    <div class="notice good" role="status">
      <div>
        <p>
          <b>Saved.</b>{' '}
          {held?.words.map((words) => (
            <>
              <Name text={capitalized(words)} />, at once.{' '}
            </>
          ))}
          {held?.isPutBackLater && 'To put that back, another owner has to agree, or it waits.'}
        </p>
        {waits.map((change) => (
          <p class="row">
            <span>
              <Name text={capitalized(change.inWords)} />: this waits. {startInWords(change.effectiveFrom)}
            </span>
            <ButtonForm
              action={`/orgs/${org.login}/settings/pending/${change.id}/cancel`}
              token={c.var.formToken}
              label="Undo"
              about={change.inWords}
              kind="quiet"
            />
          </p>
        ))}
      </div>
    </div>
  )
}

/** What the viewer's newest version changed, and whether putting any of it back would wait; null where it is not theirs. */
async function changeOf(c: Visit, { org, actor }: Authorized) {
  const { register } = c.var.platform
  const change = await findRuleChange(register, org.id, org.rulesVersion)
  if (change === null || !isBy(change.by, actor)) return null
  const { before, after } = change
  const hasBegun = (await findNewestQuarter(register, org.id)) !== null
  return {
    words: changesInWords(before, after, true),
    isPutBackLater: hasBegun && before !== null && waitsToBe(before, after, c, actor),
  }
}

/**
 * Whether undoing it would wait. Who holds what is not read for this, so every entry counts as an owner's: what is said to wait
 * may in fact hold at once.
 */
function waitsToBe(rules: Rules, now: Rules, c: Visit, by: Actor): boolean {
  const { deployment, now: moment } = c.var.platform
  const { slack, discord } = deployment.channels
  return directedChanges(now, rules, {
    ...{ now: moment, by, isPrivileged: () => true },
    deploymentChannels: { slack: slack !== null, discord: discord !== null },
    removalsByDefault: removalsByDefault(deployment.apiUrl),
  }).some(({ direction }) => direction === 'pending')
}

function isBy(by: Actor | null, viewer: Actor): boolean {
  return by?.kind === 'person' && viewer.kind === 'person' && by.id === viewer.id
}
