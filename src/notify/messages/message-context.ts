/** What all letters share: of whom they are, where they lead, and the head of the history. Writes no letter itself. */

import type { Rules } from '../../policy/rules/rules.ts'

/** Of whom and from where; `names` is the organisation's setting: false keeps people and keys nameless. */
export interface MessageContext {
  readonly publicUrl: string
  readonly organization: { readonly id: number; readonly login: string }
  readonly names: boolean
}

/** The letterhead of an organisation by its rules; `publicUrl` is the deployment's own address. */
export function messageContext(
  publicUrl: string,
  { id, login }: MessageContext['organization'],
  rules: Rules,
): MessageContext {
  return { publicUrl, organization: { id, login }, names: rules.channels.names }
}

/** The newest entry of the history chain, printed so that a later rewrite shows. */
export type HistoryHead = { readonly seq: number; readonly hash: string } | null

/** The address of one of the organisation's pages; the empty path is its overview. */
export function page(head: MessageContext, path: string): string {
  const base = `${head.publicUrl.replace(/\/+$/, '')}/orgs/${encodeURIComponent(head.organization.login)}`
  return path === '' ? base : `${base}/${path}`
}

/** The line that pins the history, where there is one. */
export function chain(history: HistoryHead): string[] {
  return history === null ? [] : [`History: entry ${history.seq}, ${history.hash}`]
}
