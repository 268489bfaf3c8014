/** Tells search engines which pages are for people who sign in, or for one person's programs. */

import { Hono } from 'hono'
import type { Web } from './visit.ts'

const FOR_NO_SEARCH_ENGINE = ['/api/', '/calendar/', '/me', '/orgs/', '/sign-in']

export const robots = new Hono<Web>().get('/robots.txt', (c) =>
  c.text(`User-agent: *\n${FOR_NO_SEARCH_ENGINE.map((path) => `Disallow: ${path}\n`).join('')}`),
)
