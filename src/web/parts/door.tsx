/** The page of somebody who stands outside: the keys, a heading and a few sentences in the middle. */

import type { Child } from 'hono/jsx'

export function Door({ heading, children }: { heading: string; children?: Child }) {
  return (
    <div class="enter">
      <Logo />
      <h1>{heading}</h1>
      {children}
    </div>
  )
}

/** The logo: three keys on a ring. */
export function Logo() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">
        <circle cx="16" cy="7" r="4.6" />
        <path d="M16 11.6V28M16 23h4.5M16 27.6h3.4" />
        <path d="M12.6 10.2 6 23.5M7.6 20.4l-3.4-1.7" />
        <path d="M19.4 10.2 26 23.5M24.4 20.4l3.4-1.7" />
      </g>
    </svg>
  )
}
