/** `/setup`: one next step, the checklist, the App's permissions. For everybody until people can sign in and an audit was complete, then for owners. */

import { Hono } from 'hono'
import { readSetup, type Setup, withinLimitOf } from '../../../platform.ts'
import { capitalized, numberInWords } from '../../../policy/english.ts'
import { refusalOfMethod } from '../../../policy/refusal.ts'
import type { Organization } from '../../../register/organizations.ts'
import { isFromThisMachine } from '../../access/public-address.ts'
import { limitByAddress } from '../../access/rate-limit.ts'
import { canSignIn } from '../../access/sign-in.tsx'
import { onlyReads, type Visit, type Web } from '../../access/visit.ts'
import { render } from '../../parts/layout.tsx'
import { SETUP_PATH } from '../../parts/page-addresses.ts'
import { organizationsOf } from '../../permissions/permissions.ts'
import { Checklist } from './checklist.tsx'
import { GrantedPermissions, NeededPermissions } from './permissions-panel.tsx'
import type { Step } from './step.ts'
import { stepsOf } from './steps.ts'

/** The page while the settings keep everything else closed, so that nobody can sign in. */
export async function setupBeforeOpening(c: Visit): Promise<Response> {
  refuseOtherMethods(c)
  await limitByAddress(c, 'anonymous', withinLimitOf(c.env))
  return await show(c, await readSetup(c.env), null)
}

/** Whoever may not see it goes on to what any unknown address answers. */
export const setupPage = new Hono<Web>().all(SETUP_PATH, async (c, next) => {
  const setup = await c.var.platform.readSetup()
  const owned = isSetupForAll(c, setup) ? null : await ownedBy(c)
  if (owned?.length === 0) return await next()
  refuseOtherMethods(c)
  return await show(c, setup, owned)
})

/** Whether everybody may see it: until people can sign in and an audit was complete. */
export function isSetupForAll(c: Visit, { progress }: Pick<Setup, 'progress'>): boolean {
  return !canSignIn(c) || progress?.isAudited !== true
}

/** The organisations of whoever is signed in; none for a token, because this page is for people alone. */
async function ownedBy(c: Visit): Promise<readonly Organization[]> {
  const { caller } = c.var
  if (caller.kind !== 'person' || caller.by.kind !== 'session') return []
  return (await organizationsOf(c)).seen
}

function refuseOtherMethods(c: Visit): void {
  if (onlyReads(c)) return
  throw refusalOfMethod(c.req.method, ['GET'], ['GET', 'HEAD'])
}

/** `owned`: null where everybody may see the page, which then names no organisation. */
async function show(c: Visit, setup: Setup, owned: readonly Organization[] | null): Promise<Response> {
  const steps = stepsOf(setup, { isHere: isFromThisMachine(c), owned })
  const left = steps.filter(({ is }) => is === 'to_do')
  const [next] = left
  return await render(
    c,
    { title: 'Setting up', robots: false },
    <>
      <div class="head">
        <div>
          <h1>
            {left.length === 0
              ? 'Everything is set up'
              : `${capitalized(numberInWords(left.length))} ${left.length === 1 ? 'step' : 'steps'} to go`}
          </h1>
          <p class="lead">{whereItStands(c, setup)}</p>
        </div>
      </div>
      {next !== undefined && <NextStep step={next} />}
      <div class="cols">
        <Checklist steps={steps} next={next} />
        {owned === null ? (
          <NeededPermissions isToken={setup.authority === 'token'} />
        ) : (
          <GrantedPermissions c={c} organizations={owned} mayRemove={!setup.hasWriterApp} />
        )}
      </div>
      <p class="soft small">
        {owned === null
          ? 'This page is open to everybody until people can sign in and one audit was complete; from then on only owners see it.'
          : 'Only owners who are signed in see this page.'}{' '}
        Settings are named here, never shown.
      </p>
    </>,
  )
}

function whereItStands(c: Visit, { progress }: Setup): string {
  if (progress === null || !progress.isMigrated) return 'This Worker runs, but its database is not ready.'
  if (!c.var.isOpen || !canSignIn(c)) return 'This Worker runs and has its database. Nobody can sign in yet.'
  if (!progress.isAudited)
    return 'This Worker runs, and people can sign in. No organisation has been read in full yet.'
  return 'This Worker runs, people can sign in, and an organisation has been read in full.'
}

function NextStep({ step: { name, how } }: { step: Step }) {
  return (
    <section class="verdict-line">
      <div>
        <h2>Next: {name}</h2>
        <p>{how.text}</p>
        {how.command !== undefined && (
          <pre class="copy" tabindex={0}>
            {how.command}
          </pre>
        )}
        <p class="row">
          {how.link !== undefined && (
            <a class="button" href={how.link.to}>
              {how.link.label}
            </a>
          )}
          <a href={SETUP_PATH}>Look again</a>
        </p>
      </div>
    </section>
  )
}
