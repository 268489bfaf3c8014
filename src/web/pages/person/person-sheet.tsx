/** One person: the verdict, how access is held, what they did by month, and beside it what is asked and was asked about them. */

import { readRules } from '../../../policy/rules/rules.ts'
import { findBesidePerson } from '../../../register/access/dossier/beside-person.ts'
import type { DrawnDossier } from '../../../register/access/dossier.ts'
import { findSaid } from '../../../register/people/said.ts'
import type { Visit } from '../../access/visit.ts'
import { membershipInWords, Name } from '../../parts/print.tsx'
import type { Authorized } from '../../permissions/permissions.ts'
import { seesPersonal } from '../../permissions/seen-by-owners.ts'
import { initialsOf } from '../../review/rows/row-words.ts'
import { proposalUrl } from '../../review/views.tsx'
import { calledBy } from '../me/words.tsx'
import { ActsFold, UnlinkedCommits } from './acts-fold.tsx'
import { BeforePanel } from './before-panel.tsx'
import { HeldPanel } from './held-panel.tsx'
import { Months } from './months-panel.tsx'
import { type QuestionAbout, questionsAbout, ReviewPanel, waitsForAnswer } from './review-panel.tsx'
import { VerdictLine } from './verdict-line.tsx'

export async function PersonSheet(props: { c: Visit; authorized: Authorized; dossier: DrawnDossier }) {
  const { c, authorized, dossier } = props
  const { org, actor, role } = authorized
  const { register, now, deployment } = c.var.platform
  const rules = readRules(org.rules)
  const [beside, said] = await Promise.all([
    findBesidePerson(
      register,
      org.id,
      dossier.id,
      dossier.proposals.map(({ id }) => id),
    ),
    seesPersonal(authorized) ? findSaid(register, org.id, [dossier.id], now) : null,
  ])
  const { present, before } = questionsAbout(dossier, beside)
  const isThemselves = actor.kind === 'person' && actor.id === dossier.id
  return (
    <>
      <Head
        dossier={dossier}
        webUrl={deployment.webUrl}
        org={org.login}
        question={present.find(waitsForAnswer) ?? null}
      />
      <VerdictLine dossier={dossier} now={now} />
      <div class="cols">
        <HeldPanel dossier={dossier} org={org.login} windowMonths={rules.windowMonths} />
        <ReviewPanel
          present={present}
          dossier={dossier}
          said={said === null ? null : (proposal) => said(proposal, dossier.id)}
          looking={{
            ...{ org: org.login, rules, now, versions: beside.versions },
            mayAnswer: role === 'owner' && !isThemselves,
          }}
        />
        <section class="panel pad c8">
          <h2>
            What <Name text={calledBy(dossier)} /> did, two years by month
          </h2>
          <Months months={dossier.months} activity={dossier.activity} org={org.login} now={now} />
          <ActsFold dossier={dossier} org={org.login} />
          <UnlinkedCommits dossier={dossier} />
        </section>
        <BeforePanel dossier={dossier} before={before} credentials={beside.credentials} org={org.login} />
      </div>
    </>
  )
}

function Head(props: { dossier: DrawnDossier; webUrl: string; org: string; question: QuestionAbout | null }) {
  const { dossier, webUrl, org, question } = props
  const { login, name, role, githubCreatedAt, twoFactor } = dossier
  const shown = name === null || name.trim() === '' ? login : name
  return (
    <div class="head">
      <div class="row">
        <span class="face big" aria-hidden="true">
          {initialsOf(shown)}
        </span>
        <div>
          <h1>
            <Name text={shown} />
          </h1>
          <p class="soft">
            <a href={`${webUrl}/${login}`}>{login} on GitHub</a>
            {githubCreatedAt !== null && ` since ${githubCreatedAt.slice(0, 4)}`} ·{' '}
            {role === 'none' ? `nothing held in ${org}` : membershipInWords(role)} ·{' '}
            <TwoFactor state={twoFactor} />
          </p>
        </div>
      </div>
      {question !== null && (
        <p class="no-print">
          <a class="button quiet" href={proposalUrl(org, question.proposal.reviewId, question.proposal.id)}>
            To the question
          </a>
        </p>
      )}
    </div>
  )
}

function TwoFactor({ state }: { state: DrawnDossier['twoFactor'] }) {
  switch (state) {
    case 'enabled':
      return <>two-factor on</>
    case 'disabled':
      return (
        <>
          two-factor <span class="tag bad">off</span>
        </>
      )
    case 'unknown':
      return <>two-factor not known</>
  }
}
