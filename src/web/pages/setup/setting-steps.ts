/** The steps of the checklist that are settings: each with its command, none with its value. */

import type { Setup } from '../../../platform.ts'
import { APPS, type Looking, type Step } from './step.ts'

type Needed = Setup['needed'][number]

/** The steps for settings, in the order in which they are set. */
export function settingSteps(setup: Setup, { isHere }: Pick<Looking, 'isHere'>): readonly Step[] {
  const { needed, complaint, isGitHubCom } = setup
  const steps = needed.map((setting) => stepOf(setting, isHere, isGitHubCom))
  if (complaint === null) return steps
  const how = { text: complaint, command: 'npx wrangler secret list' }
  return [
    ...steps,
    {
      is: 'to_do',
      name: 'Another setting',
      state: 'cannot be used',
      why: 'until it is mended nothing else of this site opens',
      how,
    },
  ]
}

function stepOf({ name, state }: Needed, isHere: boolean, isGitHubCom: boolean): Step {
  const { why, text, command, isOnApp } = ABOUT[name]
  const link = isOnApp && isGitHubCom ? { link: APPS } : {}
  const how = { text, command: command ?? `npx wrangler secret put ${name}`, ...link }
  switch (state.kind) {
    case 'set':
      return { is: 'done', name, state: 'set', why, how }
    case 'missing':
      return { is: 'to_do', name, state: 'not set', why, how }
    case 'one_machine':
      return isHere
        ? { is: 'done', name, state: 'this machine', why: 'only whoever sits at this machine can come', how }
        : { is: 'to_do', name, state: 'one machine only', why, how }
    case 'wrong':
      return { is: 'to_do', name, state: 'cannot be used', why, how: { ...how, text: state.why } }
  }
}

interface About {
  readonly why: string
  readonly text: string
  /** Where it is not the plain one. */
  readonly command?: string
  /** What is asked for stands on the App's page. */
  readonly isOnApp?: true
}

const ASKS = 'The command asks for it; nothing is shown here.'

const ABOUT: Readonly<Record<Needed['name'], About>> = {
  PUBLIC_URL: {
    why: 'for the way back from sign-in, and links in messages',
    text: `The address by which people reach this site, beginning with https:// and without a path. ${ASKS}`,
  },
  GITHUB_APP_ID: {
    why: 'who reads GitHub (or GITHUB_TOKEN with ORGANIZATIONS)',
    text: `The App ID stands at the top of the App’s page: in the organisation’s Settings, Developer settings, GitHub Apps. docs/install.md says how to make one. ${ASKS}`,
    isOnApp: true,
  },
  GITHUB_APP_PRIVATE_KEY: {
    why: 'signs what the App asks',
    text: 'On the App’s page choose Generate a private key; a .pem file is downloaded. Give it whole, then delete it.',
    command: 'npx wrangler secret put GITHUB_APP_PRIVATE_KEY < the-file-you-downloaded.pem',
    isOnApp: true,
  },
  GITHUB_TOKEN: {
    why: 'reads GitHub in place of an App',
    text: `A personal token that may only read. ${ASKS}`,
  },
  ORGANIZATIONS: {
    why: 'what the token is to read',
    text: `The logins of the organisations, separated by commas. ${ASKS}`,
  },
  GITHUB_APP_CLIENT_ID: {
    why: 'needed to sign in',
    text: `The Client ID stands at the top of the App’s page, below its App ID. ${ASKS}`,
    isOnApp: true,
  },
  GITHUB_APP_CLIENT_SECRET: {
    why: 'needed to sign in',
    text: `On the App’s page choose Generate a new client secret, and give it to the Worker. ${ASKS}`,
    isOnApp: true,
  },
  SESSION_SECRET: {
    why: 'needed to sign in; protects forms and seals channel addresses',
    text: 'Any long random text that nobody knows, not even you: this makes one and hands it over unseen.',
    command: 'openssl rand -hex 32 | npx wrangler secret put SESSION_SECRET',
  },
}
