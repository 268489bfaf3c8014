/** The people who get a notice of their own: a row each with its state, its text to copy and its tick. */

import { counted } from '../../../../policy/english.ts'
import type { NoticeState } from '../../../../policy/people/notices/notice-state.ts'
import type { Instant } from '../../../../policy/words.ts'
import type { PersonToTell } from '../../../../register/people/notices/notice-list.ts'
import type { NoticeText } from '../../../../review.ts'
import { Form } from '../../../parts/form-fields.tsx'
import { Name } from '../../../parts/print.tsx'

/** One person with the state of their notice and its text. */
export interface NoticeRow {
  readonly person: PersonToTell
  readonly state: NoticeState
  readonly text: NoticeText
}

/** Where the list stands. */
export interface NoticesViewer {
  /** The path of the review. */
  readonly here: string
  readonly token: string
  readonly now: Instant
}

/** `total`: how many get one in the review, of whom `rows` stand on this page. */
export function PeopleToTell(props: { rows: readonly NoticeRow[]; total: number; viewer: NoticesViewer }) {
  const { rows, total, viewer } = props
  if (rows.length === 0) return <p>Nobody is asked about who would get a notice of their own.</p>
  const open = rows.filter(({ state }) => state.kind === 'to_tell')
  return (
    <Form action={`${viewer.here}/notices`} token={viewer.token}>
      <section class="panel">
        <header>
          <h2>
            A notice of their own <span class="n">{total}</span>
          </h2>
          <p>For owners, for whoever can administer or push, and for outside collaborators.</p>
        </header>
        <div class="scroll">
          <table class="cards">
            <caption class="unseen">Who is told, and where it stands</caption>
            <thead>
              <tr>
                <th scope="col">Who</th>
                <th scope="col">Where it stands</th>
                <th scope="col">The text</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row row={row} />
              ))}
            </tbody>
          </table>
        </div>
        {open.length > 0 && <Record open={open} viewer={viewer} />}
      </section>
    </Form>
  )
}

function Row({ row: { person, state, text } }: { row: NoticeRow }) {
  const label = person.name === null || person.name.trim() === '' ? person.login : person.name
  return (
    <tr id={`notice-${person.id}`}>
      <th scope="row">
        {state.kind === 'to_tell' ? (
          <label>
            <input type="checkbox" name="proposal" value={person.id} /> <Name text={label} />
          </label>
        ) : (
          <Name text={label} />
        )}{' '}
        {label !== person.login && <span class="small soft">{person.login}</span>}
      </th>
      <td>{state.words}</td>
      <td class="full">
        <TextToSend id={person.id} about={label} text={text} />
      </td>
    </tr>
  )
}

/** A text to copy, or to open in one's own mail program; the address is for the owner to fill in. */
export function TextToSend({ id, about, text }: { id: string; about: string; text: NoticeText }) {
  const mail = `mailto:?subject=${encodeURIComponent(text.subject)}&body=${encodeURIComponent(text.text)}`
  return (
    <details>
      <summary>
        Text<span class="unseen"> for {about}</span>
      </summary>
      <p class="small soft">
        <label for={`text-${id}`}>{text.subject}</label>
      </p>
      <textarea id={`text-${id}`} readonly rows={16}>
        {text.text}
      </textarea>
      <p class="small">
        <a href={mail}>
          Open as a mail<span class="unseen"> to {about}</span>
        </a>
      </p>
    </details>
  )
}

function Record({ open, viewer }: { open: readonly NoticeRow[]; viewer: NoticesViewer }) {
  return (
    <div class="pad">
      <p>
        <label>
          <input type="checkbox" name="all" value="1" />{' '}
          {open.length === 1 ? 'The one above' : `All ${counted(open.length, 'person', 'people')} above`} who{' '}
          {open.length === 1 ? 'is' : 'are'} still to be told
        </label>
        {open.map(({ person }) => (
          <input type="hidden" name="open" value={person.id} />
        ))}
      </p>
      <WayAndDay id="own" now={viewer.now} />
      <p class="row">
        <button type="submit" name="act" value="sent" class="primary">
          They were told
        </button>
        <button type="submit" name="act" value="unreachable" class="quiet">
          They could not be reached
        </button>
      </p>
      <p class="hint">
        Two ways that failed, 14 days apart, make somebody unreachable: 30 days after the second it may be
        carried out all the same.
      </p>
    </div>
  )
}

/** How and when; today by mail, unless it is changed. */
export function WayAndDay({ id, now }: { id: string; now: Instant }) {
  const today = now.slice(0, 10)
  return (
    <p class="row">
      <label for={`way-${id}`}>By</label>
      <input id={`way-${id}`} name="way" value="mail" maxlength={40} required />
      <label for={`day-${id}`}>on</label>
      <input id={`day-${id}`} type="date" name="day" value={today} max={today} required />
    </p>
  )
}
