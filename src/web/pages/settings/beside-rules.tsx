/** What the settings page shows beside the rules: channels that fail, the pause, and the App. */

import { counted } from '../../../policy/english.ts'
import { teamLabel } from '../../../policy/people/contributing/named-team.ts'
import { lostBy } from '../../../policy/people/keeping.ts'
import { readableRules } from '../../../policy/rules/rules.ts'
import { installationsUrl } from '../../../policy/words/addresses.ts'
import { actorName } from '../../../policy/words/names.ts'
import { findChannelTroubles } from '../../../register/messages.ts'
import type { Organization } from '../../../register/organizations.ts'
import { findTeamNamed } from '../../../register/people/contributing/team-named.ts'
import type { Visit } from '../../access/visit.ts'
import { Form } from '../../parts/form-fields.tsx'
import { SETUP_PATH } from '../../parts/page-addresses.ts'
import { inWords, Time } from '../../parts/print.tsx'

/** Channels that did not take a message, a team of contributors that is gone, and what the deployment keeps for less time than the way back is open. */
export async function Troubles({ c, org }: { c: Visit; org: Organization }) {
  const { register, deployment } = c.var.platform
  const lost = lostBy(deployment.keeping)
  const team = readableRules(org.rules)?.contributors.team ?? null
  const troubles = await findChannelTroubles(register, org.id)
  return (
    <>
      {troubles.map(({ channel, writtenAt, trouble }) => (
        <p class="notice bad">
          A message of <Time at={writtenAt} /> did not reach {channel === 'slack' ? 'Slack' : 'Discord'}.{' '}
          {trouble}
        </p>
      ))}
      {team !== null &&
        org.firstCompleteAt !== null &&
        (await findTeamNamed(register, org.id, team)) === null && (
          <p class="notice bad">
            Nobody sees reviews by the team {teamLabel(team)} any more: it is gone, or an earlier version kept
            its name alone. A team of that name may be another one. If it is to help, take it out under{' '}
            <a href="#contributors">Contributors</a>, save, and name it again.
          </p>
        )}
      {lost !== null && <p class="notice">{lost}</p>}
    </>
  )
}

/** Whether removals go on, with the button of `PauseForm`: a form cannot stand within another. */
export function PauseLine({ org }: { org: Organization }) {
  if (org.pausedAt === null)
    return (
      <p class="row" id="pause">
        <button type="submit" class="quiet tiny" form={PAUSE_FORM}>
          Pause all removals
        </button>
        <span class="small soft">Any owner can, at once. Audits and reviews go on.</span>
      </p>
    )
  return (
    <p class="row" id="pause">
      <span class="no">
        Every removal has been paused since <Time at={org.pausedAt} />
        {org.pausedBy !== null && `, by ${actorName(org.pausedBy)}`}.
      </span>
      <button type="submit" class="quiet tiny" form={PAUSE_FORM}>
        Start again
      </button>
      <span class="small soft">What an owner paused goes on when that owner says so, or two others do.</span>
    </p>
  )
}

const PAUSE_FORM = 'pause-form'

export function PauseForm({ org, here, token }: { org: Organization; here: string; token: string }) {
  return (
    <Form id={PAUSE_FORM} action={`${here}/${org.pausedAt === null ? 'pause' : 'resume'}`} token={token} />
  )
}

/** By what this organisation is read, what that lacks, and whether anything is ever written. */
export function AppSection(props: {
  org: Organization
  deployment: { readonly webUrl: string; readonly rehearsal: string | null }
}) {
  const { org, deployment } = props
  const { webUrl, rehearsal } = deployment
  const missing = org.missingPermissions ?? []
  return (
    <section class="panel pad" id="app">
      <h2>App and permissions</h2>
      {org.installationId === null ? (
        <p>{org.login} is read by a token of the deployment, not by an installation of the App.</p>
      ) : (
        <p>
          {org.login} is read by the App.{' '}
          <a href={`${installationsUrl(webUrl, org.login)}/${org.installationId}`}>
            Its installation on GitHub
          </a>{' '}
          says what it may read.
        </p>
      )}
      {org.repositorySelection === 'selected' && (
        <p>
          It sees selected repositories only, so nobody is called inactive. Choose <i>All repositories</i>{' '}
          there.
        </p>
      )}
      {missing.length > 0 && (
        <p>
          It lacks {counted(missing.length, 'permission')}: {missing.map(inWords).join(', ')}. What only these
          show is not read. Accept them there, once the App asks for them.
        </p>
      )}
      <p class="soft">
        {rehearsal ?? 'This deployment may write to GitHub; whether it does is the rule under Removing.'}{' '}
        <a href={SETUP_PATH}>What the deployment needs, and what the App was granted</a>
      </p>
    </section>
  )
}
