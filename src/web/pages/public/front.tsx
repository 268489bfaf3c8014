/** What everybody sees at `/`: the organisations that publish, SPEC 6, all together against the goal; else what Chatelaine is. */

import { counted } from '../../../policy/english.ts'
import { type Keeping, wayBackInWords } from '../../../policy/people/keeping.ts'
import { changeSentence } from '../../../policy/rules/spec-6.ts'
import { JOIN_PATH, SETUP_PATH } from '../../parts/page-addresses.ts'
import { Spec6Table } from '../report/report-page.tsx'
import type { PublicNumbers } from './numbers.ts'
import { OrganizationsTable, peopleInWords, TogetherTable } from './parts.tsx'

export function Front(props: {
  numbers: PublicNumbers
  canSignIn: boolean
  /** Whether people can sign in and an audit was complete; else the set-up is open to everybody. */
  isSetUp: boolean
  keeping: Keeping
}) {
  const { numbers, canSignIn, isSetUp, keeping } = props
  const { organizations, quarters, onTime, spec6 } = numbers
  if (organizations.length === 0) return <Welcome canSignIn={canSignIn} isSetUp={isSetUp} />
  const [newest] = quarters
  return (
    <>
      <div class="head">
        <div>
          <h1>{counted(organizations.length, 'organisation')}, one question a quarter</h1>
          <p class="lead">
            Who can change the software that thousands depend on, and do they still need to?{' '}
            {newest === undefined ? (
              <>Stale access is summed up once at least three organisations can be.</>
            ) : (
              <>
                {peopleInWords(newest, 'hold')} At the end of {newest.quarter}:{' '}
                {changeSentence(newest.percent)} The goal is 70 % less.
              </>
            )}{' '}
            {onTime.organizations} of {onTime.of} have finished their review on time.
          </p>
        </div>
      </div>
      <OrganizationsTable organizations={organizations} />
      <TogetherTable quarters={quarters} />
      <h2>SPEC 6, Keys to the Castle</h2>
      <Spec6Table principles={spec6} />
      <div class="two">
        <section class="sheet">
          <h2>How it works</h2>
          <ol>
            <li>Every day: who holds access, and when it was last used.</li>
            <li>Once a quarter: the owners are asked which access to take back.</li>
            <li>Notice, a look again right before, and a way back for {wayBackInWords(keeping)}.</li>
          </ol>
        </section>
        <ForOwners canSignIn={canSignIn} />
      </div>
      <p class="small soft">
        The numbers are kept once a quarter. They name nobody, say nothing on two-factor authentication, and
        show an organisation only while its owners have its page switched on.{' '}
        <a href="/api/public">As JSON</a>
      </p>
    </>
  )
}

function ForOwners({ canSignIn }: { canSignIn: boolean }) {
  return (
    <section class="sheet">
      <h2>For your organisation</h2>
      <p>
        See every path by which somebody can change your code, when it was last used, and what could not be
        read. Nothing is removed without a decision of yours.{' '}
        <a href={JOIN_PATH}>How to have it looked after</a>
      </p>
      <SignIn canSignIn={canSignIn} />
    </section>
  )
}

function Welcome({ canSignIn, isSetUp }: { canSignIn: boolean; isSetUp: boolean }) {
  return (
    <>
      <h1>Who has access?</h1>
      <p class="lead">
        Chatelaine lists who has access to a GitHub organisation, notices who has not been active for six
        months, and asks the owners once a quarter which access to take back.
      </p>
      <div class="two">
        <section class="sheet">
          <h2>For owners</h2>
          <p>
            See every path by which somebody can change your code, when it was last used, and what could not
            be read. Decide with the evidence in front of you; nothing is removed without a decision of yours.{' '}
            <a href={JOIN_PATH}>How to have your organisation looked after</a>
          </p>
        </section>
        <section class="sheet">
          <h2>For everybody with access</h2>
          <p>
            See your access, and what was decided about it, by whom and why. Everybody may step back, and
            coming back is meant to be easy.
          </p>
        </section>
      </div>
      <SignIn canSignIn={canSignIn} />
      {!isSetUp && (
        <p>
          This site is not set up yet: <a href={SETUP_PATH}>what is missing</a>.
        </p>
      )}
    </>
  )
}

/** Straight to GitHub, where signing in is set up. */
function SignIn({ canSignIn }: { canSignIn: boolean }) {
  return (
    <p>
      {canSignIn ? (
        <a class="button" href="/sign-in/start">
          Sign in with GitHub
        </a>
      ) : (
        <a href="/sign-in">Signing in is not set up here yet</a>
      )}
    </p>
  )
}
