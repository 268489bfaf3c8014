/** What is tried after each class: to find a planted secret or a crash in all that the class made the Worker say. */
import { type Attempt, heldUnless } from './attempt.ts'
import type { Cast } from './cast.ts'

const searchForSecrets: Attempt = {
  name: 'a secret in an answer, a log line, a message or a row of the class before',
  try: async (cast) =>
    heldUnless([
      ...cast.leaks,
      ...found(cast, 'a log line', cast.whole().worker.logs),
      ...found(cast, 'a message to Slack', cast.whole().channels.received.slack.map(textOf)),
      ...found(cast, 'a message to Discord', cast.whole().channels.received.discord.map(textOf)),
      ...(await inRows(cast)),
    ]),
}

const noCrash: Attempt = {
  name: 'a request that makes the Worker fail (500)',
  try: async ({ crashes }) => heldUnless(crashes),
}

export const AFTER_EACH_CLASS: readonly Attempt[] = [noCrash, searchForSecrets]

async function inRows(cast: Cast): Promise<string[]> {
  const tables = await cast.rows<{ name: string }>(
    "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like '\\_cf%' escape '\\'",
  )
  const leaks: string[] = []
  for (const { name } of tables) {
    const rows = await cast.rows<Record<string, unknown>>(`select * from "${name}"`)
    leaks.push(...found(cast, `a row of ${name}`, rows.map(textOf)))
  }
  return leaks
}

function found(cast: Cast, where: string, texts: readonly string[]): string[] {
  return cast.secrets
    .filter((secret) => texts.some((text) => text.includes(secret)))
    .map((secret) => `${where} has ${secret.slice(0, 20)}…`)
}

function textOf(value: unknown): string {
  return JSON.stringify(value)
}
