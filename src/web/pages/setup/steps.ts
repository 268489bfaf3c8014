/** What a deployment needs, step by step in the order in which it is done: what each is for, how it stands, and what mends it. */

import { MIGRATE, type Setup } from '../../../platform.ts'
import { readableRules } from '../../../policy/rules/rules.ts'
import { settingSteps } from './setting-steps.ts'
import { APPS, type Looking, type Step } from './step.ts'

/** All steps of the checklist. */
export function stepsOf(setup: Setup, looking: Looking): readonly Step[] {
  return [
    databaseStep(setup),
    ...settingSteps(setup, looking),
    installedStep(setup),
    auditStep(setup),
    ...(setup.authority === 'app' ? [webhookStep(setup)] : []),
    channelStep(setup, looking),
    rehearsalStep(setup),
  ]
}

function databaseStep({ progress }: Setup): Step {
  const name = 'Database'
  if (progress === null)
    return {
      ...{ is: 'to_do', name, state: 'not there', why: 'everything that is read is kept there' },
      how: {
        text: 'The Worker has no database under the name DB. This makes the one that wrangler.toml names, and deploys again.',
        command: 'npx wrangler d1 create chatelaine && npm run deploy',
      },
    }
  const why = 'everything that is read is kept there'
  const how = {
    text: 'The database lacks tables or columns of this version. This adds them, and takes nothing away.',
    command: MIGRATE,
  }
  return progress.isMigrated
    ? { is: 'done', name, state: 'migrated', why, how }
    : { is: 'to_do', name, state: 'not migrated', why, how }
}

function installedStep({ authority, progress, isGitHubCom }: Setup): Step {
  const isDone = progress?.isServing === true
  const byToken = authority === 'token'
  return {
    is: isDone ? 'done' : 'to_do',
    name: byToken ? 'An organisation that the token can read' : 'The App, installed at an organisation',
    state: isDone ? 'found' : 'none yet',
    why: byToken
      ? 'it is the one that is audited'
      : 'on all repositories: with some of them people look inactive who are not',
    how: byToken
      ? {
          text: 'The hourly run looks for the organisations of ORGANIZATIONS, at 17 minutes past. If none is found after it, the name is wrong or the token may not read it: the log says which.',
          command: 'npx wrangler tail',
        }
      : {
          text: 'On the App’s page on GitHub choose Install App, the organisation, and All repositories. The hourly run, at 17 minutes past, finds it.',
          ...(isGitHubCom && { link: APPS }),
        },
  }
}

function auditStep({ progress }: Setup): Step {
  const isDone = progress?.isAudited === true
  const newest = progress?.newestAudit ?? null
  return {
    is: isDone ? 'done' : 'to_do',
    name: 'A first complete audit',
    state: isDone ? 'done' : AUDIT_STATE[newest ?? 'none'],
    why: 'until then nobody is called inactive, and nobody is asked about',
    how: { text: AUDIT_NEXT[newest ?? 'none'], ...(newest === 'failed' && { command: 'npx wrangler tail' }) },
  }
}

type Newest = NonNullable<NonNullable<Setup['progress']>['newestAudit']> | 'none'

const AUDIT_STATE: Readonly<Record<Newest, string>> = {
  none: 'none yet',
  queued: 'about to begin',
  running: 'under way',
  partial: 'partial',
  failed: 'failed',
  complete: 'done',
}

const STARTS = 'It starts by itself at 17 minutes past the hour.'
const AUDIT_NEXT: Readonly<Record<Newest, string>> = {
  none: `${STARTS} A large organisation takes some hours on Cloudflare’s Free plan.`,
  queued: 'It has been asked for, and begins within the minute.',
  running: 'It is being read. A large organisation takes some hours on Cloudflare’s Free plan.',
  partial:
    'Something could not be read. An owner who signs in finds on the overview what it was, and the click that mends it.',
  failed:
    'The next one is tried by itself; an owner who signs in reads why this one failed. The log says it, too.',
  complete: STARTS,
}

function webhookStep({ hasWebhookSecret }: Setup): Step {
  return {
    is: hasWebhookSecret ? 'optional_done' : 'optional',
    name: 'GITHUB_WEBHOOK_SECRET',
    state: hasWebhookSecret ? 'set, optional' : 'optional',
    why: 'with it news is read within the hour, without it the next day',
    how: { text: '' },
  }
}

function channelStep({ hasChannel }: Setup, { owned }: Looking): Step {
  const isDone =
    hasChannel ||
    (owned ?? []).some(({ rules }) => {
      const channels = readableRules(rules)?.channels
      return (channels?.slack ?? channels?.discord ?? null) !== null
    })
  return {
    is: isDone ? 'optional_done' : 'optional',
    name: 'A channel in Slack or Discord',
    state: isDone ? 'set, optional' : 'optional',
    why: 'where owners hear that a review has opened; they can also enter one under Settings, or subscribe by calendar',
    how: { text: '' },
  }
}

/** No step: rehearsing is how a deployment begins, and ending it is the owners' business. */
function rehearsalStep({ isRehearsal }: Setup): Step {
  return {
    is: 'told',
    name: 'Rehearsal',
    state: isRehearsal ? 'on' : 'off',
    why: isRehearsal
      ? 'nothing is removed until REHEARSAL is false and the owners of an organisation have removals on in its settings'
      : 'access is removed only where the owners have decided it, and have removals on in their organisation’s settings',
    how: { text: '' },
  }
}
