/** Everything that one organisation's register says of the person, folded: what they hold, what was seen, asked, told and decided. */

import type { Child } from 'hono/jsx'
import { instant } from '../../../policy/calendar.ts'
import { capitalized } from '../../../policy/english.ts'
import type { Instant } from '../../../policy/words.ts'
import type { Dossier } from '../../../register/access/dossier.ts'
import { ActivityLink, Badge, Day, inWords, membershipInWords, Name, Words } from '../../parts/print.tsx'
import { Table } from '../../parts/table.tsx'
import { Months } from '../person/months-panel.tsx'
import type { AboutMeIn } from './about-me.ts'
import type { HeldByMe } from './held-by-me.ts'
import { DossierNote } from './unlinked-note.tsx'
import { answerInWords } from './words.tsx'

type Shown = Extract<HeldByMe, { kind: 'shown' }>

/** Whoever is in several organisations opens one at a time. */
export function HeldFold({ about, isOpen, now }: { about: AboutMeIn; isOpen: boolean; now: Instant }) {
  const { organization, held } = about
  if (held.kind === 'by_link')
    return (
      <p class="panel pad">
        <a href={`/me?held=${organization}#held-${organization}`}>
          What you hold in {organization}, and what was seen of you there
        </a>
      </p>
    )
  return (
    <details class="panel in" id={`held-${organization}`} open={isOpen}>
      <summary>What you hold in {organization}, and what was seen of you there</summary>
      <div class="pad">
        {held.kind === 'unreadable' ? (
          <p class="notice bad">{held.sentence}</p>
        ) : (
          <>
            <Facts about={about} dossier={held.dossier} />
            <Held {...held} organization={organization} />
            <Seen dossier={held.dossier} organization={organization} now={now} />
            <Asked dossier={held.dossier} />
          </>
        )}
        <ToldAndAnswered about={about} />
      </div>
    </details>
  )
}

function Facts({ dossier, about }: { dossier: Dossier; about: AboutMeIn }) {
  return (
    <>
      <p>{dossier.reason}</p>
      <dl class="facts">
        <dt>Your role in {about.organization}</dt>
        <dd>{membershipInWords(dossier.role)}</dd>
        <dt>Your name on GitHub</dt>
        <dd>{dossier.name === null ? 'not given' : <Name text={dossier.name} />}</dd>
        {dossier.githubCreatedAt !== null && (
          <>
            <dt>Your GitHub account</dt>
            <dd>
              made on <Day at={dossier.githubCreatedAt} />
            </dd>
          </>
        )}
        <dt>Your two-factor authentication</dt>
        <dd>{dossier.twoFactor}; only you and the owners see this</dd>
        {dossier.exemptions.map(({ reason, until }) => (
          <>
            <dt>You are not judged</dt>
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
    </>
  )
}

function Held({ organization, dossier, credentials }: Shown & { organization: string }) {
  return (
    <>
      <h3>What you hold</h3>
      <Table
        caption="Every way by which you have access"
        columns={['By', 'Role', 'Opens', 'Seen since', 'In use', 'Last used']}
        none={`You hold nothing in ${organization}.`}
        rows={dossier.grants.map((grant) => [
          <Name text={grant.path} />,
          <Words text={grant.role ?? 'no role of its own'} />,
          repositoriesInWords(grant.repositories),
          <Day at={grant.since} />,
          <>
            <Badge word={grant.verdict} /> {grant.verdict === 'unknown' && grant.reason}
          </>,
          grant.lastUse === null ? 'not known' : <ActivityLink activity={grant.lastUse} />,
        ])}
      />
      {credentials.length > 0 && (
        <Table
          caption="Keys and tokens that GitHub says are yours"
          columns={['What', 'Name', 'Where', 'Made', 'Last used', 'Expires']}
          none=""
          rows={credentials.map((key) => [
            capitalized(inWords(key.kind)),
            <Name text={key.name} />,
            key.repository ?? organization,
            key.createdAt === null ? 'not known' : <Day at={key.createdAt} />,
            usedInWords(key.lastUsed),
            key.expiresAt === null ? 'never' : <Day at={key.expiresAt} />,
          ])}
        />
      )}
    </>
  )
}

function usedInWords(lastUsed: string): Child {
  if (lastUsed === 'never') return 'never'
  if (lastUsed === 'unobservable') return 'GitHub does not show it'
  return <Day at={instant(lastUsed)} />
}

/** Null means all. Long lists are folded. */
function repositoriesInWords(repositories: readonly string[] | null): Child {
  if (repositories === null) return 'the whole organisation'
  if (repositories.length === 0) return 'no repository'
  if (repositories.length <= 3) return repositories.join(', ')
  return (
    <details>
      <summary>{repositories.length} repositories</summary>
      {repositories.join(', ')}
    </details>
  )
}

function Seen(props: { dossier: Dossier; organization: string; now: Instant }) {
  const { dossier, organization, now } = props
  const isLater = dossier.lastActivity?.precision === 'at_least'
  return (
    <>
      <h3>What was seen of you</h3>
      <Months months={dossier.months} activity={dossier.activity} org={null} now={now} />
      <Table
        caption={`The newest that you did, of each kind and in each repository${isLater ? '; there may be something newer' : ''}`}
        columns={['What', 'When', 'Read from']}
        none={`Nothing that you did in ${organization} is known.`}
        rows={dossier.activity.map((activity) => [
          capitalized(inWords(activity.kind)),
          <ActivityLink activity={activity} />,
          inWords(activity.source),
        ])}
      />
      <DossierNote dossier={dossier} organization={organization} />
    </>
  )
}

function Asked({ dossier }: { dossier: Dossier }) {
  return (
    <>
      <h3>What was asked about you, and decided</h3>
      <Table
        caption="Every question about you here, the newest first"
        columns={['Asked', 'About', 'Stands', 'Decided']}
        none="Nobody was ever asked about you here."
        rows={dossier.proposals.map(({ openedAt, scope, status, decisions }) => [
          <Day at={openedAt} />,
          scope === null ? 'all that you held' : `${scope.kind} ${scope.name}`,
          <Badge word={status} />,
          decisions.length === 0
            ? 'not yet'
            : decisions.map(({ by, decision, reason, at }) => (
                <p>
                  {decision} by {by.kind === 'person' ? by.login : by.kind} on <Day at={at} />
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

function ToldAndAnswered({ about: { notices, answers } }: { about: AboutMeIn }) {
  const told = notices.map(({ at, result, way, seenAt }) => ({
    at,
    what: result === 'sent' ? `You were told (${way})` : `Telling you was tried (${way})`,
    and: seenAt === null ? '' : 'You saw it on this page.',
  }))
  const answered = answers.map(({ at, answer, until, text, toldBy, endedAt }) => ({
    at,
    what: `${toldBy === null ? 'You answered' : `An owner entered what you said (${toldBy})`}: ${answerInWords(answer, until)}`,
    and: `${text ?? ''}${endedAt === null ? '' : ' Changed or taken back since.'}`.trim(),
  }))
  const rows = [...told, ...answered].toSorted((a, b) => b.at.localeCompare(a.at))
  return (
    <>
      <h3>What you were told, and answered</h3>
      <Table
        caption="The newest first"
        columns={['When', 'What', 'And']}
        none="Nothing yet."
        rows={rows.map(({ at, what, and }) => [<Day at={at} />, what, <Name text={and} />])}
      />
    </>
  )
}
