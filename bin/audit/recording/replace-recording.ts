/** Turns what an audit heard into what may be shown: everybody and everything in it under pseudonyms of this one run. */
import { isId, replacePath } from './addresses.ts'
import { API, type Exchange } from './exchange.ts'
import { openPseudonyms, type Replacing } from './pseudonyms.ts'
import { replaceRequestBody, replaceText, replaceValue } from './values.ts'

/** The exchanges and the organisation under pseudonyms; `login`, where somebody is asked for, too. The key ends with this call. */
export function replaceRecording(
  organization: string,
  login: string | undefined,
  exchanges: readonly Exchange[],
): {
  readonly organization: string
  readonly login: string | null
  readonly exchanges: readonly Exchange[]
} {
  const replacing = openPseudonyms(idsIn(exchanges))
  return {
    organization: replaceText(organization, replacing),
    login: login === undefined ? null : replaceText(login.toLowerCase(), replacing),
    exchanges: exchanges.map((exchange) => replaceExchange(exchange, replacing)),
  }
}

/** Every id, found by going through the same places with nothing replaced. */
function idsIn(exchanges: readonly Exchange[]): ReadonlySet<number> {
  const ids = new Set<number>()
  const collecting: Replacing = {
    word: (text) => text,
    hex: (text) => text,
    id: (id) => {
      if (isId(id)) ids.add(id)
      return id
    },
  }
  for (const exchange of exchanges) replaceExchange(exchange, collecting)
  return ids
}

function replaceExchange({ method, path, body, answer }: Exchange, replacing: Replacing): Exchange {
  return {
    method,
    path: replacePath(path, replacing),
    body: replaceRequestBody(body, replacing),
    answer: answer && {
      status: answer.status,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, replaceHeader(name, value, replacing)]),
      ),
      body: replaceValue(answer.body, replacing),
    },
  }
}

/** Only addresses hold names; the other headers that a recorder keeps are GitHub's own numbers and words. */
function replaceHeader(name: string, value: string, replacing: Replacing): string {
  if (name === 'location') return replaceLink(value, replacing)
  if (name === 'link')
    return value.replace(/<([^>]*)>/g, (_, link: string) => `<${replaceLink(link, replacing)}>`)
  return value
}

function replaceLink(link: string, replacing: Replacing): string {
  return link.startsWith(API)
    ? `${API}${replacePath(link.slice(API.length), replacing)}`
    : replaceText(link, replacing)
}
