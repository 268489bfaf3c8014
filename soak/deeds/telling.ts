/** The evening's telling as an owner does it: one announcement where it is enough, and a notice of their own to everybody else. */
import { ask } from '../../local/api.ts'
import type { Chatelaine } from '../../test/fixtures/whole/whole.ts'

/** How people were told. */
export interface Told {
  readonly announcements: number
  /** Whom the announcement reached among those decided. */
  readonly announced: number
  readonly singleNotices: number
}

/** Tells everybody in the review whom an announcement may tell, and then each of these who is left. */
export async function tellAll(
  chatelaine: Chatelaine,
  organization: string,
  review: string,
  proposals: readonly string[],
): Promise<Told> {
  const { worker, apiToken } = chatelaine
  const announcements = (await announce(chatelaine, `/orgs/${organization}/reviews/${review}/notices`))
    ? 1
    : 0
  const database = await worker.database()
  const { results } = await database
    .prepare("select proposal_id as id from notices where kind = 'announcement'")
    .all<{ id: string }>()
  const reached = new Set(results.map(({ id }) => id))
  const left = proposals.filter((id) => !reached.has(id))
  for (const id of left)
    await ask(worker, apiToken, `/api/proposals/${id}/notice`, {
      method: 'POST',
      body: JSON.stringify({ way: 'mail' }),
    })
  return { announcements, announced: proposals.length - left.length, singleNotices: left.length }
}

/** One tick on the owners' list; false where there is nobody whom an announcement may tell. */
async function announce(chatelaine: Chatelaine, list: string): Promise<boolean> {
  const { worker } = chatelaine
  const cookie = await chatelaine.sessionOf(ownerOf(chatelaine, list))
  const page = await (await worker.fetch(list, { headers: { cookie } })).text()
  const [, token] = /name="token" value="([^"]+)"/.exec(page) ?? []
  const [, day] = /name="day"[^>]*value="([^"]+)"/.exec(page) ?? []
  if (token === undefined || day === undefined) throw new Error(`${list} has no form to tick.`)
  if (!page.includes('value="announced"')) return false
  const answer = await worker.fetch(list, {
    method: 'POST',
    headers: { cookie, origin: worker.url.origin },
    body: new URLSearchParams({ token, day, way: 'the mailing list', act: 'announced' }),
  })
  if (answer.status !== 303) throw new Error(`The announcement was not recorded: ${answer.status}.`)
  return true
}

/** An owner whom nobody is asked about would do; whoever is the first does, too: of an announcement to oneself nothing is recorded. */
function ownerOf({ world }: Chatelaine, list: string): string {
  const [, , organization = ''] = list.split('/')
  const owner = world.organization(organization)?.members.find(({ role }) => role === 'admin')
  if (owner === undefined) throw new Error(`${organization} has no owner.`)
  return owner.login
}
