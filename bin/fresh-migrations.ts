/** Regenerates migrations/0000 from the schema before the first release; hand-written migrations are kept word for word. */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './bundle.ts'

const migrations = join(projectRoot, 'migrations')
const GENERATED = '0000_register.sql'

refuseAfterRelease()
regenerate()

/** A released migration has run on somebody's database: from then on `npm run db:generate` adds to it. */
function refuseAfterRelease(): void {
  const tags = execFileSync('git', ['tag', '--list', 'v*'], { cwd: projectRoot, encoding: 'utf8' }).trim()
  if (tags === '') return
  process.stderr.write(
    'There is a release already, so migrations/ was left unchanged. Use `npm run db:generate`.\n',
  )
  process.exit(1)
}

/** All in a folder beside, swapped in at the end: a schema that does not load leaves migrations/ as it was. */
function regenerate(): void {
  const handWritten = readdirSync(migrations)
    .filter((name) => name.endsWith('.sql') && name !== GENERATED)
    .sort()
  mkdirSync(join(projectRoot, '.wrangler'), { recursive: true })
  const out = mkdtempSync(join(projectRoot, '.wrangler', 'migrations-'))
  try {
    generate(out, ['--name', 'register'])
    for (const name of handWritten) {
      generate(out, ['--custom', '--name', name.replace(/^\d+_|\.sql$/g, '')])
      writeFileSync(join(out, name), readFileSync(join(migrations, name), 'utf8'))
    }
    for (const name of readdirSync(migrations)) rmSync(join(migrations, name), { recursive: true })
    cpSync(out, migrations, { recursive: true })
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

function generate(out: string, how: readonly string[]): void {
  const drizzleKit = join(projectRoot, 'node_modules', 'drizzle-kit', 'bin.cjs')
  const what = ['generate', '--dialect', 'sqlite', '--schema', join(projectRoot, 'src/register/schema.ts')]
  // drizzle-kit takes the folder relative to where it runs.
  const folder = ['--out', out.slice(projectRoot.length + 1)]
  execFileSync(process.execPath, [drizzleKit, ...what, ...folder, ...how], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
