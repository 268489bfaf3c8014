/** Puts a mail service behind the Worker's `EMAIL` binding: each e-mail goes as JSON to an address on this machine. */
import type { WorkerSettings } from './worker.ts'

/** The address answers `takes`, a code such as `E_RECIPIENT_…` for a refusal, or `breaks off`. */
export function withMail(url: string, from: string): NonNullable<WorkerSettings['adjust']> {
  return (options) => {
    const [worker, ...others] = options.workers
    if (worker === undefined) return options
    const { compatibilityDate, env } = worker.config
    const bound = {
      ...env,
      EMAIL: { type: 'worker' as const, worker: 'mail' },
      EMAIL_FROM: { type: 'text' as const, value: from },
    }
    const mail = {
      config: {
        name: 'mail',
        compatibilityDate,
        manifest: {
          mainModule: 'mail.js',
          modules: { 'mail.js': { type: 'esm' as const, contents: script(url) } },
        },
      },
    }
    return { ...options, workers: [{ ...worker, config: { ...worker.config, env: bound } }, ...others, mail] }
  }
}

/** As Cloudflare's binding: `send` over RPC, and an error with a code where it refuses. */
const script = (url: string) => `
import { WorkerEntrypoint } from 'cloudflare:workers'
export default class extends WorkerEntrypoint {
  async send(email) {
    const answer = await (await fetch(${JSON.stringify(url)}, { method: 'POST', body: JSON.stringify(email) })).text()
    if (answer === 'takes') return { messageId: 'a-message' }
    if (answer === 'breaks off') throw new Error('The connection to ' + email.to + ' was lost.')
    throw Object.assign(new Error('Refused: ' + email.to), { code: answer })
  }
}`
