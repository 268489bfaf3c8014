/** The page of a review's evidence report; it prints on one page. */

import { Hono } from 'hono'
import { signedPercent } from '../../../policy/english.ts'
import { Refusal } from '../../../policy/refusal.ts'
import type { Principle } from '../../../policy/rules/spec-6.ts'
import { logAccess } from '../../../register/history/access-log.ts'
import type { Organization } from '../../../register/organizations.ts'
import type { Visit, Web } from '../../access/visit.ts'
import { render } from '../../parts/layout.tsx'
import { Name, Words } from '../../parts/print.tsx'
import { Table } from '../../parts/table.tsx'
import { mayRead } from '../../permissions/permissions.ts'
import { noSuchReview } from '../../permissions/review-rights.ts'
import { seesPersonal } from '../../permissions/seen-by-owners.ts'
import { EDITIONS, type Edition, type HandedOn, isForOwners, type Report, reportOf } from './editions.ts'
import { LINE_COLUMNS, linesOf, periodOf, STANDING_WORDS, sectionsOf } from './sections.ts'

/** So many questions fit on the printed page; all stand in the JSON and the Markdown. */
const LINES_SHOWN = 6

export const reportPage = new Hono<Web>().get('/orgs/:org/reviews/:id/report', async (c) => {
  const { org, actor, edition } = await mayReadEdition(c, c.req.param('org'), askedEdition(c))
  const made = await foundReport(c, org, c.req.param('id'), edition)
  const { register, now } = c.var.platform
  if (edition === 'owners') await logAccess(register, org.id, actor, 'report', now)
  const { report } = made
  return render(
    c,
    { title: `Report: review ${report.quarter} of ${org.login}`, org: org.login, here: '/reviews' },
    <div class="report">
      <div class="head">
        <div>
          <h1>
            Access review of {org.login}, {report.quarter}
          </h1>
          <p class="soft">{periodOf(report)}</p>
        </div>
        <Formats login={org.login} report={report} />
      </div>
      <Stats report={report} />
      {sectionsOf(made).map(({ heading, sentences }) => (
        <>
          {heading === 'Proof' && (
            <>
              <h2 class="day">SPEC 6, Keys to the Castle</h2>
              <Spec6Table principles={report.spec6} />
            </>
          )}
          <h2 class="day">{heading}</h2>
          <ul>
            {sentences.map((sentence) => (
              <li class={heading === 'Proof' ? 'hash' : undefined}>
                <Name text={sentence} />
              </li>
            ))}
          </ul>
        </>
      ))}
      <Questions made={made} />
    </div>,
  )
})

/** The report, or 404. */
export async function foundReport(
  c: Visit,
  org: Organization,
  id: string,
  edition: Edition,
): Promise<Report> {
  const { register, now } = c.var.platform
  const made = await reportOf(register, org.id, id, edition, now)
  if (made === null) throw noSuchReview(org)
  return made
}

/** The edition asked for, else the one that the caller may read: owners theirs, everybody else what can be handed on. */
export async function mayReadEdition(c: Visit, login: string, asked: Edition | undefined) {
  const authorized = await mayRead(c, login, asked === 'handed_on' ? 'numbers' : 'names')
  const isOwner = seesPersonal(authorized)
  if (asked === 'owners' && !isOwner) {
    throw new Refusal(
      'forbidden',
      'The edition for owners holds their reasons, which API_TOKEN does not see. Ask for edition=handed_on; an owner can sign in, or make a token of their own.',
    )
  }
  return { ...authorized, edition: asked ?? (isOwner ? ('owners' as const) : ('handed_on' as const)) }
}

function askedEdition(c: Visit): Edition | undefined {
  const asked = c.req.query('edition')
  if (asked === undefined) return undefined
  const edition = EDITIONS.find((each) => each === asked)
  if (edition === undefined) throw new Refusal('invalid', 'The edition must be owners or handed_on.')
  return edition
}

function Formats({ login, report }: { login: string; report: HandedOn }) {
  const path = `/orgs/${login}/reviews/${report.review}/report`
  const isHandedOn = report.edition === 'handed_on'
  return (
    <p class="small no-print">
      {isHandedOn ? (
        <>
          To hand on: no name, no login, no reason. <a href={path}>For owners</a>
        </>
      ) : (
        <>
          For owners. <a href={`${path}?edition=handed_on`}>To hand on</a>
        </>
      )}{' '}
      · <a href={`/api${path}?edition=${report.edition}&format=markdown`}>Markdown</a> ·{' '}
      <a href={`/api${path}?edition=${report.edition}`}>JSON</a> · print with your browser
    </p>
  )
}

function Stats({ report: { audit, numbers, change } }: { report: HandedOn }) {
  const { asked, answered, removals, cameBack } = numbers
  const back = cameBack.way_back + cameBack.sync + cameBack.elsewhere
  return (
    <ul class="stats">
      {audit?.counts != null && <Stat number={audit.counts.accounts} label="accounts with access" />}
      <Stat number={asked.all} label="questions" />
      <Stat number={answered.all} label="answered" />
      <Stat number={removals.proven} label="carried out, proven" />
      {change !== null && (
        <Stat number={signedPercent(change.percent)} label="stale access since the baseline" />
      )}
      <Stat number={back} label="came back" />
    </ul>
  )
}

function Stat({ number, label }: { number: number | string; label: string }) {
  return (
    <li>
      <span class="big">{number}</span>
      {label}
    </li>
  )
}

/** SPEC 6 with how each principle stands. */
export function Spec6Table({ principles }: { principles: readonly Principle[] }) {
  return (
    <Table
      caption="SPEC 6, Keys to the Castle, principle by principle"
      columns={['SPEC 6 asks', 'Met', 'How it is known', 'What is checked']}
      none=""
      rows={principles.map(({ asks, checked, stands, how }) => [
        asks,
        <span class={`nowrap ${stands === 'met' ? 'yes' : 'may'}`}>{STANDING_WORDS[stands]}</span>,
        how,
        checked,
      ])}
    />
  )
}

function Questions({ made: { report } }: { made: Report }) {
  const lines = linesOf(report, LINES_SHOWN)
  if (lines.length === 0 || !isForOwners(report)) return null
  const more = report.lines.length - lines.length
  return (
    <>
      <h2 class="day">Questions</h2>
      <Table
        caption="Questions and answers, the answered ones first"
        columns={LINE_COLUMNS}
        none=""
        rows={lines.map((cells) => cells.map((cell) => <Name text={cell} />))}
      />
      {more > 0 && (
        <p class="small soft">
          <Words text={`and ${more} more, all in the Markdown and the JSON.`} />
        </p>
      )}
    </>
  )
}
