/** Builds the Worker as a deploy would and remembers the result; it never deploys and never asks the network. */
import { execFile } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const projectRoot = dirname(dirname(fileURLToPath(import.meta.url)))

/** So many requests of one key in so many seconds. */
export interface RateLimit {
  readonly name: string
  readonly namespace_id: string
  readonly simple: { readonly limit: number; readonly period: 10 | 60 }
}

/** The built Worker: its one module, and what wrangler.toml says about running it. */
export interface Bundle {
  readonly script: string
  readonly name: string
  readonly compatibilityDate: string
  readonly compatibilityFlags: readonly string[]
  readonly databases: readonly { readonly binding: string; readonly id: string }[]
  readonly workflows: readonly {
    readonly binding: string
    readonly name: string
    readonly className: string
  }[]
  readonly rateLimits: readonly RateLimit[]
}

const kept = join(projectRoot, '.wrangler', 'bundle')

/** The bundle of the sources as they are now: built when any source is newer, else the remembered one. */
export async function bundle(): Promise<Bundle> {
  const file = join(kept, 'bundle.json')
  if (!existsSync(file) || statSync(file).mtimeMs < newestSource()) await build(file)
  return JSON.parse(await readFile(file, 'utf8')) as Bundle // written by build() below
}

function newestSource(): number {
  const sources = globSync(['src/**/*.{ts,tsx}', 'wrangler.toml', 'package-lock.json'], { cwd: projectRoot })
  return Math.max(...sources.map((path) => statSync(join(projectRoot, path)).mtimeMs))
}

/** Renamed into place at the end, so that two runs at once never read half a bundle. */
async function build(file: string): Promise<void> {
  const startedAt = new Date()
  const folder = join(kept, `build-${process.pid}`)
  await mkdir(folder, { recursive: true })
  try {
    await dryRun(folder)
    const built: Bundle = {
      script: await readFile(join(folder, 'index.js'), 'utf8'),
      ...(await configuration()),
    }
    const draft = join(folder, 'bundle.json')
    await writeFile(draft, JSON.stringify(built))
    await rename(draft, file)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  // A source saved while wrangler was reading is newer than this and makes the next call build again.
  await utimes(file, startedAt, startedAt)
}

async function dryRun(outdir: string): Promise<void> {
  const wrangler = join(projectRoot, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const env = {
    ...process.env,
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG_PATH: join(outdir, 'logs'),
    NO_COLOR: '1',
  }
  const run = promisify(execFile)
  try {
    await run(process.execPath, [wrangler, 'deploy', '--dry-run', '--outdir', outdir], {
      cwd: projectRoot,
      env,
    })
  } catch (cause) {
    const output = cause as { stdout?: string; stderr?: string } // execFile's rejection carries both streams
    throw new Error(`The Worker could not be built.\n${output.stderr || output.stdout || ''}`, { cause })
  }
}

/** wrangler.toml as wrangler itself reads it; loaded here only, because that import takes half a second. */
async function configuration(): Promise<Omit<Bundle, 'script'>> {
  const { unstable_readConfig: readConfig } = await import('wrangler')
  // The annotation: wrangler's own types end in `any` here. Its reader has checked the file.
  const config: WranglerConfig = readConfig(
    { config: join(projectRoot, 'wrangler.toml') },
    { hideWarnings: true },
  )
  return {
    name: config.name ?? 'chatelaine',
    compatibilityDate: config.compatibility_date ?? '2026-10-20',
    compatibilityFlags: config.compatibility_flags,
    databases: config.d1_databases.map(({ binding, database_id }) => ({
      binding,
      id: database_id ?? binding,
    })),
    workflows: config.workflows.map(({ binding, name, class_name }) => ({
      binding,
      name,
      className: class_name,
    })),
    rateLimits: config.ratelimits,
  }
}

interface WranglerConfig {
  readonly name?: string | undefined
  readonly compatibility_date?: string | undefined
  readonly compatibility_flags: readonly string[]
  readonly d1_databases: readonly { readonly binding: string; readonly database_id?: string | undefined }[]
  readonly workflows: readonly {
    readonly binding: string
    readonly name: string
    readonly class_name: string
  }[]
  readonly ratelimits: readonly RateLimit[]
}
