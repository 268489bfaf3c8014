/** Puts lists, people and credentials into words, naming none of them where names are off. */

import { counted, listed } from '../policy/english.ts'
import { actorName, byToken } from '../policy/words/names.ts'
import type { Actor, CredentialKind, Subject } from '../policy/words.ts'

/** Who acted; only the kind of actor where names are off. */
export function actorInPrint(actor: Actor, names: boolean): string {
  return actor.kind === 'person' && !names ? `an owner${byToken(actor)}` : actorName(actor)
}

/** What a proposal is about; only the kind of subject where names are off. */
export function subjectInPrint(subject: Subject, names: boolean): string {
  switch (subject.kind) {
    case 'account':
      return names ? subject.login : 'one account'
    case 'invitation':
      return names ? `the invitation of ${subject.login ?? subject.name}` : 'one invitation'
    case 'credential':
      return names
        ? `the ${CREDENTIALS[subject.credentialKind]} ${subject.name.trim() === '' ? 'without a name' : subject.name}`
        : `one ${CREDENTIALS[subject.credentialKind]}`
  }
}

/** `3 accounts and 1 invitation`. */
export function subjectsCounted(subjects: readonly Subject[]): string {
  const countOf = (kind: Subject['kind']) => subjects.filter((subject) => subject.kind === kind).length
  const parts = [
    { n: countOf('account'), one: 'account', many: 'accounts' },
    { n: countOf('invitation'), one: 'invitation', many: 'invitations' },
    { n: countOf('credential'), one: 'credential', many: 'credentials' },
  ]
  return listed(parts.filter(({ n }) => n > 0).map(({ n, one, many }) => counted(n, one, many)))
}

const CREDENTIALS: Readonly<Record<CredentialKind, string>> = {
  fine_grained_token: 'fine-grained token',
  token_request: 'token request',
  deploy_key: 'deploy key',
  app_installation: 'app installation',
}
