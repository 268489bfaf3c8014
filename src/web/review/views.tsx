/** The views of one review, what each of them is given, and their tabs. */

import type { Rules } from '../../policy/rules/rules.ts'
import type { Id } from '../../policy/words.ts'
import type { Organization } from '../../register/organizations.ts'
import type { ReviewTally } from '../../register/reviews/page/review-tally.ts'
import type { ReviewView } from '../../register/reviews/review-list.ts'
import type { WholeQueue } from '../../review.ts'
import type { Visit } from '../access/visit.ts'

/** `?view=` of a review's page, with its tab. */
export const VIEWS = [
  ['decide', 'To decide'],
  ['second', 'Second owner'],
  ['decided', 'Decided'],
  ['queue', 'Queue'],
  ['done', 'Done'],
] as const
export type ViewName = (typeof VIEWS)[number][0]

/** What a view is given: who looks at which review. */
export interface ReviewVisit {
  readonly c: Visit
  readonly org: Organization
  readonly rules: Rules
  readonly review: ReviewView
  /** The owner who looks; null where it is somebody else with a right to read. */
  readonly owner: Id | null
}

/** The same with what only the page's own views need. */
export interface RowsVisit extends ReviewVisit {
  readonly tally: ReviewTally
  /** The path of the review. */
  readonly here: string
  /** The address of the page that is shown; a form that comes back stands on the page from which it was sent. */
  readonly url: URL
  /** What was sent and could not be saved; null where nothing was sent. */
  readonly sent: SentAnswers | null
  /** The form that the address asks for, and the row that it is about; null where it asks for none. */
  readonly about: { readonly form: AboutForm; readonly id: string } | null
  /** The day until which a key is kept unless another is chosen. */
  readonly keepUntil: string
  /** The address of the page, up to the form that it asks for. */
  readonly aboutHere: string
  /** The whole queue of the organisation, read once when it is first asked for. */
  readonly queue: () => Promise<WholeQueue>
}

/** `?told=ID`: what they told an owner; `?sure=ID`: that it is them; `?comment=ID`: a word on the question. */
export const ABOUT_FORMS = ['told', 'sure', 'comment'] as const
export type AboutForm = (typeof ABOUT_FORMS)[number]

/** A form that comes back: what was entered, and what is wrong with it, by field. */
export interface SentAnswers {
  readonly text: (field: string) => string
  /** Every value of a field. */
  readonly all: (field: string) => readonly string[]
  readonly complaints: ReadonlyMap<string, string>
}

/** The view that the address names; null where it names none that there is. */
export function viewNamed(name: string | undefined): ViewName | null {
  return VIEWS.find(([view]) => view === (name ?? 'decide'))?.[0] ?? null
}

/** The address of a proposal; the review's page finds the view and the page on which it stands. */
export function proposalUrl(org: string, reviewId: string, id: string): string {
  return `/orgs/${org}/reviews/${reviewId}?proposal=${id}#proposal-${id}`
}

/** What the address asks for, and where a row's links to such forms lead: worked out once for all rows of a page. */
export function aboutIn(visit: Pick<RowsVisit, 'here' | 'url'>): Pick<RowsVisit, 'about' | 'aboutHere'> {
  const form = ABOUT_FORMS.find((each) => visit.url.searchParams.has(each))
  const same = addressWith(visit, { page: visit.url.searchParams.get('page') })
  return {
    about: form === undefined ? null : { form, id: visit.url.searchParams.get(form) ?? '' },
    aboutHere: `${same}${same.includes('?') ? '&' : '?'}`,
  }
}

/** The address of the same page with a form about one row: about its person, or for a comment in it. */
export function aboutUrl({ aboutHere }: Pick<RowsVisit, 'aboutHere'>, form: AboutForm, id: string): string {
  return `${aboutHere}${form}=${id}#${form === 'comment' ? `proposal-${id}` : form}`
}

/** The address of the same page with some of its parameters changed; the first page, unless it is named. */
export function addressWith(
  { here, url }: Pick<RowsVisit, 'here' | 'url'>,
  changes: Readonly<Record<string, string | null>>,
): string {
  const kept = KEPT.flatMap((name) => {
    const value = url.searchParams.get(name)
    return value === null || value === '' ? [] : [[name, value]]
  })
  const parameters = new URLSearchParams(kept)
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) parameters.delete(name)
    else parameters.set(name, value)
  }
  return parameters.size === 0 ? here : `${here}?${parameters}`
}

const KEPT = ['view', 'power', 'q', 'sort']

/** The tabs; together they count every proposal once, but for the queue, which is a part of what is decided. */
export function Tabs({ tally, here, view }: { tally: ReviewTally; here: string; view: ViewName }) {
  const counts = { ...tally.views, queue: tally.queued }
  return (
    <ul class="pills no-print">
      {VIEWS.map(([name, label]) => (
        <li>
          <a
            href={name === 'decide' ? here : `${here}?view=${name}`}
            aria-current={name === view ? 'page' : undefined}
          >
            {label} <span class="n">{counts[name]}</span>
          </a>
        </li>
      ))}
    </ul>
  )
}
