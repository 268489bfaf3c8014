/** The page of the signed-in person: what is asked about them, their answers and leave, the way back, and all that is held on them. */

import { Hono } from 'hono'
import { Refusal } from '../../../policy/refusal.ts'
import { markNoticesSeen } from '../../../register/people/notices/notices.ts'
import { findTokens } from '../../../register/sign-in/bearer-tokens.ts'
import type { Person } from '../../../register/sign-in/sessions.ts'
import { tokenMaker } from '../../access/tokens.ts'
import { realNow, type Visit, type Web } from '../../access/visit.ts'
import { render } from '../../parts/layout.tsx'
import { OwnTokens } from '../../parts/token-tables.tsx'
import { type AboutMe, aboutMe, isOpenQuestion } from './about-me.ts'
import type { SentAnswer } from './answer-cards.tsx'
import { AnsweredPage } from './answered-page.tsx'
import { HeldFold } from './held-fold.tsx'
import { LeavePanel, type SentLeave } from './leave-panel.tsx'
import { QuestionSection } from './question-section.tsx'
import { StoredFold } from './stored-fold.tsx'
import { type SentRequest, TakenPanel } from './taken-panel.tsx'
import { tokenForms } from './token-forms.tsx'
import { calledBy } from './words.tsx'

export const mePages = new Hono<Web>()
  .get('/me', async (c) => {
    const person = personOfPage(c)
    const { register, now } = c.var.platform
    await markNoticesSeen(register, person.id, now)
    return await showMe(c, person)
  })
  .get('/me/answers/:proposal', async (c) => {
    const person = personOfPage(c)
    const { now, deployment } = c.var.platform
    const me = await aboutMe(c.var.platform, person, now, { held: { organization: null } })
    const question = me.organizations
      .flatMap(({ questions }) => questions)
      .find(({ proposal }) => proposal.id === c.req.param('proposal'))
    if (question === undefined) throw new Refusal('not_found', 'You were not asked this question.')
    if (question.answer === null) return c.redirect('/me', 303)
    return await render(
      c,
      { title: `Your answer to ${question.organization}`, robots: false },
      <AnsweredPage
        me={me}
        question={question}
        token={c.var.formToken}
        keeping={deployment.keeping}
        now={now}
      />,
    )
  })
  .route('/', tokenForms)

/** What comes back with a form that was not taken. */
export interface SentToMe {
  readonly answer: SentAnswer | null
  readonly leave: SentLeave | null
  readonly request: SentRequest | null
  /** A sentence at the head of the page, for what has no form any more. */
  readonly refused: string | null
  readonly status: 200 | 403 | 404 | 409 | 422
}

const NOTHING_SENT: SentToMe = { answer: null, leave: null, request: null, refused: null, status: 200 }

/** The page; with what was sent and not taken, in its place. */
export async function showMe(c: Visit, person: Person, sent: Partial<SentToMe> = {}): Promise<Response> {
  const { platform, formToken } = c.var
  const { register, now, deployment } = platform
  const [me, tokens] = await Promise.all([
    aboutMe(platform, person, now, { held: { organization: c.req.query('held') ?? null } }),
    findTokens(register, person.id, realNow()),
  ])
  const back = { ...NOTHING_SENT, ...sent }
  const saved = SAVED.get(c.req.query('saved') ?? '')
  const shared = { token: formToken, webUrl: deployment.webUrl, keeping: deployment.keeping, now }
  const questions = me.organizations.flatMap((each) => each.questions).filter(isOpenQuestion)
  return await render(
    c,
    { title: 'Your access', robots: false },
    <>
      {back.refused !== null && (
        <div class="notice bad" role="alert">
          <p>{back.refused}</p>
        </div>
      )}
      {saved !== undefined && (
        <div class="notice good" role="status">
          <p>{saved}</p>
        </div>
      )}
      <h1>Hello {calledBy(me)}</h1>
      {questions.map((question) => (
        <QuestionSection question={question} sent={back.answer} {...shared} />
      ))}
      {questions.length === 0 && <NothingAsked me={me} />}
      {me.organizations.map((about) => (
        <TakenPanel about={about} sent={back.request} {...shared} />
      ))}
      {me.organizations.length > 0 && (
        <LeavePanel me={me} isAsked={questions.length > 0} token={formToken} sent={back.leave} now={now} />
      )}
      {me.organizations.map((about) => (
        <HeldFold about={about} isOpen={about.organization === c.req.query('held')} now={now} />
      ))}
      <StoredFold login={me.login} keeping={deployment.keeping} />
      <details class="panel in" id="tokens">
        <summary>API tokens, for programs that act as you</summary>
        <div class="pad">
          <OwnTokens tokens={tokens} token={formToken} />
        </div>
      </details>
    </>,
    back.status,
  )
}

/** What a form has done that leads back to the page. */
const SAVED: ReadonlyMap<string, string> = new Map([
  ['taken-back', 'Your answer is taken back.'],
  ['leave', 'Saved. You find below until when you are away.'],
  ['back', 'Welcome back. You are not away any more.'],
  ['asked', 'Saved. The owners read that you would like to come back.'],
  ['withdrawn', 'Saved. You no longer ask to come back.'],
])

function NothingAsked({ me }: { me: AboutMe }) {
  if (me.organizations.length === 0)
    return (
      <p class="lead">
        No organisation that is served here has stored anything about you. Nobody asks you anything, and there
        is nothing to do.
      </p>
    )
  return (
    <p class="lead">
      No question about you is open. Below stands all that is held on you in{' '}
      {me.organizations.map(({ organization }) => organization).join(', ')}. If you are ever asked whether you
      still need your access, you can answer here, before anything happens.
    </p>
  )
}

/** Whoever is not signed in is led to sign in; a token has no page. */
function personOfPage(c: Visit): Person {
  if (c.var.caller.kind === 'nobody') throw new Refusal('not_signed_in', 'Sign in to see your access.')
  return tokenMaker(c)
}
