/** Writes what Cloudflare serves without the Worker into public/, as the Worker itself answers it. Nothing is deployed. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { projectRoot } from '../local/bundle.ts'
import { runWorker } from '../local/worker.ts'

const FILES = ['/api/openapi.json', '/style.css']

const worker = await runWorker({ vars: { GITHUB_TOKEN: 'asks nothing', ORGANIZATIONS: 'none' } })
try {
  for (const path of FILES) {
    const answer = await worker.fetch(path)
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}. public${path} is unchanged.`)
    const file = join(projectRoot, 'public', path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, written(path, await answer.text()))
    process.stdout.write(`public${path}\n`)
  }
} finally {
  await worker.close()
}

/** JSON line by line, so that a change can be read in a review. */
function written(path: string, text: string): string {
  return path.endsWith('.json') ? `${JSON.stringify(JSON.parse(text), null, 2)}\n` : text
}
