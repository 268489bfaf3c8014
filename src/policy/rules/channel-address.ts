/** The addresses of channels that settings may name: Slack's and Discord's own webhook hosts, nothing else. */

const HOSTS = { slack: ['hooks.slack.com'], discord: ['discord.com', 'discordapp.com'] } as const

/** The complaint about a channel's address; only the services' own webhook hosts are allowed. Null where it is valid. */
export function channelAddress(kind: 'slack' | 'discord', value: unknown): string | null {
  if (typeof value !== 'string') return null
  const hosts: readonly string[] = HOSTS[kind]
  const url = URL.parse(value)
  if (url?.protocol === 'https:' && hosts.includes(url.hostname) && url.port === '' && url.username === '') {
    return null
  }
  return `channels.${kind} must be an incoming webhook, an address that starts with https://${hosts[0]}/.`
}
