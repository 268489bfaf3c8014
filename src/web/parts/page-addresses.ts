/** Addresses of the set-up, of how to join, and of an organisation's pages about one account and one repository; before these `/api` leads to the same as JSON. */

export const SETUP_PATH = '/setup'
export const JOIN_PATH = '/join'

export function accountUrl(org: string, login: string): string {
  return `/orgs/${org}/accounts/${encodeURIComponent(login)}`
}

/** `name`: without the organisation's. */
export function repositoryUrl(org: string, name: string): string {
  return `/orgs/${org}/repositories/${encodeURIComponent(name)}`
}
