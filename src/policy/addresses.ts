/** Which web addresses belong to the machine itself. */

/** Whether the address leads to the machine itself, which no network carries: 127.0.0.0/8, `[::1]`, `localhost` and names under it. */
export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname.replace(/\.$/, '') ?? ''
  return /^127(\.\d+){3}$/.test(host) || host === '[::1]' || /(^|\.)localhost$/.test(host)
}
