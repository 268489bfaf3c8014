/** An organisation's public page: off until its owners switch it on. It does not tell whether the organisation is served here. */

import { Hono } from 'hono'
import type { Web } from '../access/visit.ts'
import { render } from '../parts/layout.tsx'

export const publicPage = new Hono<Web>().get('/:org', (c) =>
  render(
    c,
    { title: 'No public page', robots: false },
    <>
      <h1>No public page</h1>
      <p>
        There is no public page under this name. An organisation's page of numbers is off until its owners
        switch it on.
      </p>
      <p>
        <a href="/">What Chatelaine is</a>
      </p>
    </>,
    404,
  ),
)
