/** The file of a recording: a line about it, then a line for each exchange, in the order of the requests. */
import { existsSync } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import type { Exchange } from './exchange.ts'

export interface Recording {
  /** The moment as of which the audit judged (ISO-8601). */
  readonly now: string
  readonly organization: string
  readonly exchanges: readonly Exchange[]
}

const FORMAT = 'chatelaine recording 1'
const NOTE =
  'Every person, repository and text is replaced; numbers, dates and kinds are as GitHub gave them. The key to the names is kept nowhere.'

const HEAD = z.object({
  format: z.literal(FORMAT),
  note: z.string(),
  now: z.iso.datetime(),
  organization: z.string(),
})
const EXCHANGE = z.object({
  method: z.string(),
  path: z.string().startsWith('/'),
  body: z.unknown(),
  answer: z
    .object({
      status: z.int().min(200).max(599),
      headers: z.record(z.string(), z.string()),
      body: z.unknown(),
    })
    .nullable(),
})

/** Refuses, before anything is read from GitHub, a place where no new file can be written. */
export function mustBeNew(file: string): void {
  if (existsSync(file))
    throw new Error(`${file} exists already, so nothing was read. Name a new file for the recording.`)
  const folder = dirname(resolve(file))
  if (!existsSync(folder))
    throw new Error(`There is no folder ${folder} for the recording, so nothing was read. Make it first.`)
}

/** Writes a recording that holds pseudonyms already; only its owner may read the file. */
export async function writeRecording(
  file: string,
  { now, organization, exchanges }: Recording,
): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.write(`${JSON.stringify({ format: FORMAT, note: NOTE, now, organization })}\n`)
    for (const exchange of exchanges) await handle.write(`${JSON.stringify(exchange)}\n`)
  } finally {
    await handle.close()
  }
}

export async function readRecording(file: string): Promise<Recording> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${file} cannot be read, so nothing was replayed. Check the name.`, { cause })
  })
  const [first = '', ...lines] = text.split('\n').filter((line) => line !== '')
  const { now, organization } = decoded(HEAD, first, file, 1)
  const exchanges = lines.map((line, at): Exchange => {
    const { method, path, body = null, answer } = decoded(EXCHANGE, line, file, at + 2)
    return { method, path, body, answer: answer && { ...answer, body: answer.body ?? null } }
  })
  return { now, organization, exchanges }
}

function decoded<T>(schema: z.ZodType<T>, line: string, file: string, number: number): T {
  try {
    return schema.parse(JSON.parse(line))
  } catch (cause) {
    throw new Error(
      `Line ${number} of ${file} is none of a recording, so nothing was replayed. Make one with --record.`,
      { cause },
    )
  }
}
