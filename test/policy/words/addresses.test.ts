/** Which addresses are GitHub's own cloud, and which are this machine. */
import { describe, expect, it } from 'vitest'
import { isLoopback, isPublicGitHub, webUrlOnGheCom } from '../../../src/policy/words/addresses.ts'

describe('github.com', () => {
  it.each([
    'https://api.github.com',
    'https://API.github.com./',
    'https://api.lichen.ghe.com',
    'https://api.LICHEN.GHE.com/',
  ])('is %s', (url) => expect(isPublicGitHub(url)).toBe(true))
  it.each([
    'https://github.example.org/api/v3',
    'https://api.github.com.example.org',
    'https://api.ghe.com.example.org',
    'https://api-ghe.com',
    'http://127.0.0.1:3000',
    'no address',
    '',
  ])('is not %s', (url) => expect(isPublicGitHub(url)).toBe(false))

  it('has its pages under another name than its API on GHE.com', () => {
    expect(webUrlOnGheCom('https://api.lichen.ghe.com')).toBe('https://lichen.ghe.com')
    expect(webUrlOnGheCom('https://api.github.com')).toBeNull()
    expect(webUrlOnGheCom('https://github.example.org/api/v3')).toBeNull()
  })
})

describe('this machine', () => {
  it.each([
    'http://127.0.0.1:8787',
    'http://127.9.9.9',
    'http://[::1]:1',
    'http://LOCALHOST',
    'http://a.localhost./',
  ])('is %s', (url) => expect(isLoopback(url)).toBe(true))
  it.each([
    'http://localhost.example',
    'http://notlocalhost',
    'http://127.0.0.1.example',
    'http://0.0.0.0',
    'http://192.168.1.20',
    'http://host.docker.internal',
    'localhost',
  ])('is not %s', (url) => expect(isLoopback(url)).toBe(false))
})
