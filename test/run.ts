/** Runs one of the project's commands as a person would, in a process of its own; it never leaves one running. */
import { spawn } from 'node:child_process'
import { projectRoot } from '../bin/bundle.ts'

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a file to its end. Only the variables given here reach it, beside what a shell has anyway. */
export async function run(
  file: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [file, ...args], { cwd: projectRoot, env: { PATH, HOME, ...env } })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.once('close', resolve)
  return { code: await promise, stdout, stderr }
}

/** Runs a file until it prints something that matches, then stops it as Ctrl-C does and waits for its end. */
export async function runUntil(
  file: string,
  args: readonly string[],
  wanted: RegExp,
  then: (stdout: string) => Promise<void>,
) {
  const child = spawn(process.execPath, [file, ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = Promise.withResolvers<number | null>()
  const seen = Promise.withResolvers<void>()
  let output = ''
  const note = (chunk: unknown) => {
    output += chunk
    if (wanted.test(output)) seen.resolve()
  }
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  child.once('close', (code) => {
    ended.resolve(code)
    seen.reject(new Error(`It ended with ${code} before that.\n${output}`))
  })
  try {
    await seen.promise
    await then(output)
  } finally {
    child.kill('SIGINT')
  }
  return { code: await ended.promise, output }
}
