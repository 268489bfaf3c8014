/** Shows all that is known about an account, to owners and to the person themselves. */

import { printedDay } from '../../policy/calendar.ts'
import type { Dossier } from '../../register/access/dossier.ts'
import { proposalUrl } from '../review/views.tsx'
import { ActivityLink, actorOrErased, Badge, Day, inWords, membershipInWords, Name, Words } from './print.tsx'
import { Table } from './table.tsx'

/** `links`: whether proposals link to their review and repositories to their page, which only owners may open. */
export function DossierSheet(props: { dossier: Dossier; org: string; webUrl: string; links?: boolean }) {
  const { dossier, org } = props
  return (
    <>
      <div class="sheet">
        <p>
          {dossier.role !== 'none' && <Badge word={dossier.verdict} />} {dossier.reason}
        </p>
        <dl class="facts">
          <dt>Role in {org}</dt>
          <dd>{membershipInWords(dossier.role)}</dd>
          <dt>Name</dt>
          <dd>{dossier.name === null ? 'not given' : <Name text={dossier.name} />}</dd>
          <dt>On GitHub</dt>
          <dd>
            <a href={`${props.webUrl}/${dossier.login}`}>{dossier.login}</a>
            {dossier.githubCreatedAt !== null && (
              <>
                {' '}
                since <Day at={dossier.githubCreatedAt} />
              </>
            )}
          </dd>
          <dt>Two-factor authentication</dt>
          <dd>{dossier.twoFactor}</dd>
          {dossier.exemptions.map(({ reason, until }) => (
            <>
              <dt>Exempt</dt>
              <dd>
                <Name text={reason} />
                {until !== null && (
                  <>
                    {' '}
                    until <Day at={until} />
                  </>
                )}
              </dd>
            </>
          ))}
        </dl>
      </div>
      <h2>Grants</h2>
      <Table
        caption={`Every path by which ${dossier.login} has access`}
        columns={['Path', 'Role', 'Gives access to', 'Seen since', 'Verdict', 'Last used']}
        none={`${dossier.login} has no access to ${org}.`}
        rows={dossier.grants.map((grant) => [
          <Name text={grant.path} />,
          <Words text={grant.role ?? 'no role of its own'} />,
          <Repositories repositories={grant.repositories} org={props.links === true ? org : null} />,
          <Day at={grant.since} />,
          <>
            <Badge word={grant.verdict} /> {grant.verdict === 'unknown' && grant.reason}
          </>,
          grant.lastUse === null ? 'none known' : <ActivityLink activity={grant.lastUse} />,
        ])}
      />
      <LastActive dossier={dossier} org={org} />
      {dossier.unlinkedCommits.length > 0 && (
        <p class="muted">
          Where {dossier.login} pushed, commits of the window belong to no account, and some may be theirs:{' '}
          {dossier.unlinkedCommits.map(({ repository, commits }) => `${repository} (${commits})`).join(', ')}.
        </p>
      )}
      <h2>Activity</h2>
      <Table
        caption="The newest activity of each kind in each repository"
        columns={['Kind', 'Last active', 'Source']}
        none="No activity is known."
        rows={dossier.activity.map((activity) => [
          inWords(activity.kind),
          <ActivityLink activity={activity} />,
          inWords(activity.source),
        ])}
      />
      <h2>Proposals and decisions</h2>
      <Table
        caption={`What was proposed about ${dossier.login}, and the answers`}
        columns={['Opened', 'Status', 'Why', 'Answers']}
        none="Nothing was ever proposed."
        rows={dossier.proposals.map((proposal) => [
          props.links === true ? (
            <a href={proposalUrl(org, proposal.reviewId, proposal.id)}>
              <Day at={proposal.openedAt} />
            </a>
          ) : (
            <Day at={proposal.openedAt} />
          ),
          <Badge word={proposal.status} />,
          proposal.reason,
          proposal.decisions.length === 0
            ? 'none yet'
            : proposal.decisions.map(({ by, decision, role, until, reason, at }) => (
                <p>
                  {decision}
                  {role !== null && ` to ${inWords(role)}`}
                  {until !== null && ` until ${printedDay(until)}`} by {actorOrErased(by)} on <Day at={at} />
                  {reason !== '' && (
                    <>
                      : <Name text={reason} />
                    </>
                  )}
                </p>
              )),
        ])}
      />
    </>
  )
}

/** When the account was last active here and in sibling organisations; the page says that the latter is context only. */
function LastActive({ dossier, org }: { dossier: Dossier; org: string }) {
  const [newest] = dossier.activity
  return (
    <>
      <dl class="facts">
        <dt>
          {dossier.lastActivity?.precision === 'at_least' ? 'Active at least until, in' : 'Last active in'}{' '}
          {org}
        </dt>
        <dd>{newest === undefined ? 'none known' : <ActivityLink activity={newest} />}</dd>
        {dossier.elsewhere.map(({ organization, at, kind }) => (
          <>
            <dt>Last public activity in {organization}</dt>
            <dd>
              <Day at={at} /> {inWords(kind)}
            </dd>
          </>
        ))}
      </dl>
      {dossier.elsewhere.length > 0 && (
        <p class="muted">
          No activity here does not mean that {dossier.login} is gone. What they did elsewhere is context
          only, from public repositories: it changes no verdict and is no use of a grant in {org}.
        </p>
      )}
    </>
  )
}

/** The repositories to which a grant gives access; null means all. Long lists are folded. `org` where they link to their pages. */
function Repositories({ repositories, org }: { repositories: readonly string[] | null; org: string | null }) {
  if (repositories === null)
    return org === null ? (
      <>the whole organisation</>
    ) : (
      <a href={`/orgs/${org}/repositories`}>the whole organisation</a>
    )
  if (repositories.length === 0) return <>no repository</>
  const names = repositories.map((name, n) => (
    <>
      {n > 0 && ', '}
      {org === null ? name : <a href={repositoryUrl(org, name)}>{name}</a>}
    </>
  ))
  if (repositories.length <= 3) return <>{names}</>
  return (
    <details>
      <summary>{repositories.length} repositories</summary>
      {names}
    </details>
  )
}

/** Of a full name (`owner/name`). */
function repositoryUrl(org: string, fullName: string): string {
  return `/orgs/${org}/repositories/${encodeURIComponent(fullName.slice(fullName.indexOf('/') + 1))}`
}
