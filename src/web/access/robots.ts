/**
 * Answers what search engines and browsers fetch by themselves: the pages that search engines are to leave out, and an empty
 * icon.
 */

import { Hono } from 'hono'
import type { Web } from './visit.ts'

const FOR_NO_SEARCH_ENGINE = ['/api/', '/calendar/', '/me', '/orgs/', '/sign-in']

export const robots = new Hono<Web>()
  .get('/robots.txt', (c) =>
    c.text(`User-agent: *\n${FOR_NO_SEARCH_ENGINE.map((path) => `Disallow: ${path}\n`).join('')}`),
  )
  // Pages bring their own icon; beside JSON a browser asks for this one, and would report that it is missing.
  .get('/favicon.ico', (c) => c.body(null, 204, { 'cache-control': 'public, max-age=86400' }))
