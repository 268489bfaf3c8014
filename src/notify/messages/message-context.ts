/** What all messages share: the organisation, its pages, and the head of its history. */

import type { Rules } from '../../policy/rules/rules.ts'

/** The organisation and the deployment; where `names` is false, messages name no people and no credentials. */
export interface MessageContext {
  readonly publicUrl: string
  readonly organization: { readonly id: number; readonly login: string }
  readonly names: boolean
}

/** The context of an organisation's messages, by its rules; `publicUrl` is the deployment's own address. */
export function messageContext(
  publicUrl: string,
  { id, login }: MessageContext['organization'],
  rules: Rules,
): MessageContext {
  return { publicUrl, organization: { id, login }, names: rules.channels.names }
}

/** The newest entry of the history's hash chain, printed so that a later rewrite is noticed. */
export type HistoryHead = { readonly seq: number; readonly hash: string } | null

/** The address of one of the organisation's pages; the empty path is its overview. */
export function page(context: MessageContext, path: string): string {
  const base = `${context.publicUrl.replace(/\/+$/, '')}/orgs/${encodeURIComponent(context.organization.login)}`
  return path === '' ? base : `${base}/${path}`
}

/** The line that prints the history's head, where there is one. */
export function historyLine(history: HistoryHead): string[] {
  return history === null ? [] : [`History: entry ${history.seq}, ${history.hash}`]
}
