/** Addresses of an organisation's pages about one account and one repository; before them `/api` leads to the same as JSON. */

export function accountUrl(org: string, login: string): string {
  return `/orgs/${org}/accounts/${encodeURIComponent(login)}`
}

/** `name`: without the organisation's. */
export function repositoryUrl(org: string, name: string): string {
  return `/orgs/${org}/repositories/${encodeURIComponent(name)}`
}
