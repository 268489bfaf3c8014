/** GitHub's own description of its REST answers, as checks; it never judges what is not described there. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import * as formats from 'ajv-formats'

type Node = { [key: string]: unknown }

/** Says what is wrong with the body of a 200 answer to `GET path`; null where nothing is, undefined where GitHub describes none. */
export function openApiChecks(): (path: string, body: unknown) => string | null | undefined {
  const require = createRequire(import.meta.url)
  const root = dirname(require.resolve('@octokit/openapi'))
  const text = readFileSync(join(root, 'generated/api.github.com.json'), 'utf8')
  const description = draft7(JSON.parse(text)) as Node
  const paths = new Map(
    Object.entries(description.paths as Node).map(([path, item]) => [shape(path), item as Node]),
  )
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false })
  // The package is CommonJS: its function is the default of the default here and there.
  const add = formats.default as unknown as { default?: (ajv: Ajv) => void } & ((ajv: Ajv) => void)
  ;(add.default ?? add)(ajv)
  ajv.addSchema({ $id: 'gh', components: description.components }, 'gh')
  const checks = new Map<string, ValidateFunction>()
  return (path, body) => {
    const get = paths.get(shape(path))?.get as Node | undefined
    const described = ((get?.responses as Node | undefined)?.['200'] as Node | undefined)?.content as
      | Node
      | undefined
    const schema = (described?.['application/json'] as Node | undefined)?.schema as Node | undefined
    if (!schema) return undefined
    const check = checks.get(path) ?? ajv.compile(schema)
    checks.set(path, check)
    if (check(body)) return null
    return (check.errors ?? [])
      .slice(0, 12)
      .map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`)
      .join('\n')
  }
}

/** OpenAPI 3.0 in JSON Schema's words: `nullable`, references, and `oneOf` where GitHub's arms overlap. */
function draft7(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(draft7)
  if (value === null || typeof value !== 'object') return value
  const made: Node = {}
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'example' || key === 'examples' || key === 'discriminator') continue
    // As an object it is a property of that name.
    if (key === 'description' && typeof inner === 'string') continue
    if (key === '$ref') made.$ref = String(inner).replace('#/', 'gh#/')
    else made[key === 'oneOf' ? 'anyOf' : key] = draft7(inner)
  }
  if (made.nullable !== true) return made
  delete made.nullable
  return { anyOf: [{ type: 'null' }, made] }
}

/** Parameters are named differently here and there. */
function shape(path: string): string {
  return path.replace(/\{\w+\}/g, '{}')
}
