/** The table of *What do you know?*: a person a row, with four ticks. */

import type { Child } from 'hono/jsx'
import { monthsBefore } from '../../../../policy/calendar.ts'
import { counted } from '../../../../policy/english.ts'
import { agoInWords } from '../../../../policy/words/ago.ts'
import type { Id, Instant } from '../../../../policy/words.ts'
import { inWords, Name } from '../../../parts/print.tsx'
import { Table } from '../../../parts/table.tsx'
import type { PersonToAskAbout } from './people-to-ask-about.ts'
import type { SentTicks } from './ticks-in.ts'

/** `viewer`: the owner who looks, who ticks nothing for themselves. */
export function PeopleToAskAboutTable(props: {
  people: readonly PersonToAskAbout[]
  total: number
  viewer: Id | null
  sent: SentTicks | null
  now: Instant
}) {
  const { people, total, viewer, sent, now } = props
  return (
    <Table
      caption={`${counted(total, 'person', 'people')} who can push or more, not active lately`}
      columns={['Who', 'Last active', 'Joined lately', 'Away', 'A bot', 'Works where GitHub does not see it']}
      none="Nobody."
      rows={people.map((person) => [
        <Who person={person} />,
        <LastActive person={person} now={now} />,
        ...ticksOf(person, viewer, sent, now),
      ])}
    />
  )
}

function Who({ person: { login, name, isOwner, isPrivileged } }: { person: PersonToAskAbout }) {
  const role = isOwner ? 'owner' : isPrivileged ? 'admin' : 'write'
  return (
    <>
      <b>
        <Name text={name === null || name.trim() === '' ? login : name} />
      </b>{' '}
      <span class={`power ${role}`}>{role}</span>
      {name !== null && name.trim() !== '' && (
        <>
          <br />
          <small>
            <Name text={login} />
          </small>
        </>
      )}
    </>
  )
}

function LastActive({ person: { newest }, now }: { person: PersonToAskAbout; now: Instant }) {
  if (newest === null) return <>never seen</>
  return (
    <>
      {agoInWords(newest.at, now)}, {inWords(newest.kind)}
    </>
  )
}

/** What is said already stands in place of the ticks. */
function ticksOf(
  person: PersonToAskAbout,
  viewer: Id | null,
  sent: SentTicks | null,
  now: Instant,
): readonly Child[] {
  if (person.id === viewer) return ['Another owner says it of you.', '', '', '']
  if (person.said !== null) return [person.said, '', '', '']
  const { id, login } = person
  const months = monthsBefore(now, -6).slice(0, 10)
  return [
    <Tick field="joined" id={id} label="for six months" about={login} sent={sent} />,
    <Tick field="away" id={id} label="until" about={login} sent={sent}>
      <Entry field="away" name="awayUntil" id={id} type="date" label={`${login} is away until`} sent={sent} />
    </Tick>,
    <Tick field="sponsor" id={id} label="sponsor" about={login} sent={sent}>
      <Entry
        field="sponsor"
        name="sponsorLogin"
        id={id}
        type="text"
        label={`Who answers for ${login}`}
        sent={sent}
      />
    </Tick>,
    <Tick field="unseen" id={id} label="until" about={login} sent={sent}>
      <Entry
        field="unseen"
        name="unseenUntil"
        id={id}
        type="date"
        label={`${login} works unseen until, ${months} for example`}
        sent={sent}
      />
    </Tick>,
  ]
}

const TICKS = {
  joined: 'joined lately',
  away: 'is away',
  sponsor: 'is a bot',
  unseen: 'works where GitHub does not see it',
} as const

function Tick(props: {
  field: keyof typeof TICKS
  id: Id
  label: string
  about: string
  sent: SentTicks | null
  children?: Child
}) {
  const { field, id, label, about, sent, children } = props
  const name = `${field}.${id}`
  const complaint = sent?.complaints.get(name)
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          id={name}
          name={name}
          value="yes"
          checked={sent?.form.names.includes(name) ?? false}
          {...(complaint === undefined
            ? {}
            : { 'aria-invalid': 'true' as const, 'aria-describedby': `complaint-${name}` })}
        />
        <span>
          <span class="unseen">
            {about} {TICKS[field]}:{' '}
          </span>
          {label}
        </span>
      </label>
      {children}
      {complaint !== undefined && (
        <p class="complaint" id={`complaint-${name}`}>
          {complaint}
        </p>
      )}
    </>
  )
}

function Entry(props: {
  field: keyof typeof TICKS
  name: string
  id: Id
  type: 'date' | 'text'
  label: string
  sent: SentTicks | null
}) {
  const { field, name, id, type, label, sent } = props
  const wrong = sent?.complaints.has(`${field}.${id}`) ?? false
  return (
    <>
      <label class="unseen" for={`${name}.${id}`}>
        {label}
      </label>
      <input
        type={type}
        id={`${name}.${id}`}
        name={`${name}.${id}`}
        value={sent?.form.text(`${name}.${id}`) ?? ''}
        autocomplete="off"
        {...(wrong
          ? { 'aria-invalid': 'true' as const, 'aria-describedby': `complaint-${field}.${id}` }
          : {})}
      />
    </>
  )
}
