/** Which web addresses belong to GitHub's own cloud, which to the machine itself, and where owners see installed Apps. */

/**
 * Whether an API address is that of github.com, or of a company's own place on GHE.com (`https://api.SUB.ghe.com`), which
 * GitHub runs alike. https://docs.github.com/enterprise-cloud@latest/admin/data-residency/about-github-enterprise-cloud-with-data-residency
 */
export function isPublicGitHub(apiUrl: string): boolean {
  return /^api\.(github\.com|[^.]+\.ghe\.com)$/.test(hostOf(apiUrl))
}

/** GitHub's web address by that of its API on GHE.com; null elsewhere. */
export function webUrlOnGheCom(apiUrl: string): string | null {
  const [, name] = /^api\.([^.]+\.ghe\.com)$/.exec(hostOf(apiUrl)) ?? []
  return name === undefined ? null : `https://${name}`
}

/** Whether the address leads to the machine itself, which no network carries: 127.0.0.0/8, `[::1]`, `localhost` and names under it. */
export function isLoopback(url: string): boolean {
  const host = hostOf(url)
  return /^127(\.\d+){3}$/.test(host) || host === '[::1]' || /(^|\.)localhost$/.test(host)
}

/**
 * Where an organisation's owners see the Apps that it has installed, wake them and accept permissions; one installation's own
 * page is its id below it.
 */
export function installationsUrl(webUrl: string, organization: string): string {
  return `${webUrl}/organizations/${organization}/settings/installations`
}

/** Where an owner installs an App. https://docs.github.com/en/apps/sharing-github-apps/sharing-your-github-app */
export function installAppUrl(webUrl: string, app: string): string {
  return `${webUrl}/apps/${encodeURIComponent(app)}/installations/new`
}

/** In lower case, without the dot that may end a full name; empty where it is no address. */
function hostOf(url: string): string {
  return URL.parse(url)?.hostname.replace(/\.$/, '') ?? ''
}
