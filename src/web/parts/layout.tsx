/** The frame of every page: head, logo, navigation and the signed-in person, without a script. */

import { html } from 'hono/html'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { invisibleShown } from '../../policy/words/invisible.ts'
import { countToDecide } from '../../register/reviews/page/to-decide.ts'
import type { Caller, Visit } from '../access/visit.ts'
import { STYLE_PATH } from '../style/sheet.ts'
import { Logo } from './door.tsx'

/** What the frame shows around a page. */
export interface Frame {
  readonly title: string
  /** The organisation's login, on its own pages. */
  readonly org?: string
  /** The current page's path below the organisation. */
  readonly here?: RoomPath
  /** Whether only the pages are linked that contributors may open. */
  readonly isShared?: boolean
  /** How many proposals nobody has answered; counted where it is not given. */
  readonly toDecide?: number
  /** Seconds after which the page reloads, to show progress. */
  readonly refresh?: number
  /** The page is the same for everybody, and kept by caches: it shows nobody as signed in. */
  readonly everybody?: boolean
  /** False keeps search engines out; an organisation's pages always do. */
  readonly robots?: boolean
}

const ROOMS = [
  ['', 'Overview'],
  ['/reviews', 'Review'],
  ['/accounts', 'Accounts'],
  ['/repositories', 'Repositories'],
  ['/credentials', 'Credentials'],
  ['/history', 'History'],
  ['/settings', 'Settings'],
] as const
type RoomPath = (typeof ROOMS)[number][0]

/**
 * Renders a page's content in the frame. Names come from outside and could hide or reverse the text around them, so invisible
 * characters are shown.
 */
export async function render(
  c: Visit,
  frame: Frame,
  body: Child,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const { caller, platform } = c.var
  const { org } = frame
  const isShared = frame.isShared ?? false
  const toDecide =
    org === undefined || isShared ? 0 : (frame.toDecide ?? (await countToDecide(platform.register, org)))
  const page = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {(frame.robots === false || org !== undefined) && <meta name="robots" content="noindex" />}
        {frame.refresh !== undefined && <meta http-equiv="refresh" content={String(frame.refresh)} />}
        <title>{frame.title === 'Chatelaine' ? 'Chatelaine' : `${frame.title} · Chatelaine`}</title>
        <link rel="stylesheet" href={STYLE_PATH} />
        <link rel="icon" href={ICON} />
      </head>
      <body>
        <a class="skip" href="#content">
          Skip to the content
        </a>
        <header class="bar">
          <div class="top">
            <a class="home" href="/" aria-label="Chatelaine">
              <Logo /> <span>Chatelaine</span>
            </a>
            {org !== undefined && (
              <Rooms org={org} here={frame.here} toDecide={toDecide} isShared={isShared} />
            )}
            <Who caller={frame.everybody === true ? { kind: 'nobody' } : caller} />
          </div>
        </header>
        <main id="content" tabindex={-1}>
          {org !== undefined && <p class="print-only small">Chatelaine · {org}</p>}
          {body}
        </main>
        <footer class="foot">
          <p>
            Chatelaine lists who has access to a GitHub organisation. <a href="/api/openapi.json">API</a>
          </p>
        </footer>
      </body>
    </html>
  )
  return c.html(visiblePage(html`<!doctype html>${page}`), status)
}

async function visiblePage(page: string | Promise<string>): Promise<string> {
  return invisibleShown(String(await page))
}

function Who({ caller }: { caller: Caller }) {
  return (
    <div class="who">
      {caller.kind === 'person' && caller.by.kind === 'session' ? (
        <>
          <a href="/me">{caller.login}</a>
          <form method="post" action="/sign-out">
            <button type="submit" class="bare small">
              Sign out
            </button>
          </form>
        </>
      ) : (
        <a href="/sign-in">Sign in</a>
      )}
    </div>
  )
}

function Rooms(props: { org: string; here: RoomPath | undefined; toDecide: number; isShared: boolean }) {
  const { org, here, toDecide, isShared } = props
  const rooms = ROOMS.filter(([path]) => !isShared || path === '/reviews')
  return (
    <>
      <a class="org" href={`/orgs/${org}${isShared ? '/reviews' : ''}`}>
        {org}
      </a>
      <nav class="rooms" aria-label={`Pages of ${org}`}>
        <ul>
          {rooms.map(([path, name]) => (
            <li>
              <a href={`/orgs/${org}${path}`} aria-current={path === here ? 'page' : undefined}>
                {name}
                {path === '/reviews' && toDecide > 0 && (
                  <span class="n due">
                    <span class="unseen">, </span>
                    {toDecide}
                    <span class="unseen"> to decide</span>
                  </span>
                )}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </>
  )
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cg fill='none' stroke='%23a06a18' stroke-width='3' stroke-linecap='round'%3E%3Ccircle cx='16' cy='8' r='5'/%3E%3Cpath d='M16 13v15M16 22h5M16 27h4'/%3E%3C/g%3E%3C/svg%3E"
