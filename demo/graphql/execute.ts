/** Runs GraphQL queries on GitHub's own schema; never parses or checks the same text twice. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  buildSchema,
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  getOperationAST,
  isNonNullType,
  GraphQLError as Problem,
  parse,
  validate,
} from 'graphql'
import { type GraphContext, graphError, type View } from './context.ts'
import { costOf } from './cost.ts'
import { rootView } from './root.ts'

export type GraphRequest = {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | null
}

export type GraphAnswer = { readonly data?: unknown; readonly errors?: readonly View[] }

type Prepared = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] }

const prepared = new Map<string, Prepared>()
/** Queries kept ready; a program has a few dozen. */
const mostPrepared = 500

/** What the query costs, or the errors by which GitHub refuses it before it runs. */
export function price(
  request: GraphRequest,
): { readonly points: number; readonly nodes: number } | GraphAnswer {
  const ready = prepare(request.query)
  if ('errors' in ready) return { errors: ready.errors.map(shown) }
  const operation = getOperationAST(ready.document, request.operationName ?? undefined)
  if (!operation)
    return { errors: [{ message: 'A query attribute must be specified and must be a string.' }] }
  if (operation.operation !== 'query')
    return { errors: [shown(graphError('FORBIDDEN', 'Resource not accessible by integration'))] }
  try {
    return costOf(schema(), ready.document, operation, request.variables)
  } catch (refused) {
    if (refused instanceof Problem) return { errors: [shown(refused)] }
    throw refused
  }
}

/** Run a query that has been priced. */
export async function run(request: GraphRequest, context: GraphContext): Promise<GraphAnswer> {
  const ready = prepare(request.query)
  if ('errors' in ready) return { errors: ready.errors.map(shown) }
  const { data, errors } = await execute({
    schema: schema(),
    document: ready.document,
    rootValue: rootView(context),
    contextValue: context,
    variableValues: request.variables,
    operationName: request.operationName,
    fieldResolver: resolve,
    typeResolver: (value) => (value as View).__typename as string,
  })
  return { data: data ?? null, ...(errors && errors.length > 0 && { errors: errors.map(shown) }) }
}

/** Read as a file: importing the package would build the schema a second time, from its JSON. */
const schemaFile = fileURLToPath(
  new URL('../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url).href,
)

let loaded: GraphQLSchema | undefined

function schema(): GraphQLSchema {
  if (!loaded) {
    loaded = buildSchema(readFileSync(schemaFile, 'utf8'), { assumeValid: true, noLocation: true })
  }
  return loaded
}

function prepare(query: string): Prepared {
  const known = prepared.get(query)
  if (known) return known
  if (prepared.size >= mostPrepared) prepared.clear()
  const made = check(query)
  prepared.set(query, made)
  return made
}

function check(query: string): Prepared {
  try {
    const document = parse(query)
    const errors = validate(schema(), document)
    return errors.length > 0 ? { errors } : { document }
  } catch (cause) {
    if (cause instanceof Problem) return { errors: [cause] }
    throw cause
  }
}

/** A field is a value or a function of its arguments; one that the demo does not know says so. */
const resolve: GraphQLFieldResolver<View, GraphContext> = (source, args, context, info) => {
  const value = source[info.fieldName]
  if (typeof value === 'function') return value(args, context, info)
  if (value === undefined && isNonNullType(info.returnType))
    throw graphError('DEMO', `The demo GitHub does not answer ${info.parentType.name}.${info.fieldName}.`)
  return value ?? null
}

function shown(error: GraphQLError): View {
  const { message, locations, path, extensions } = error.toJSON()
  const type = extensions?.type
  return {
    ...(typeof type === 'string' && { type }),
    ...(path && { path }),
    ...(locations && { locations }),
    message,
  }
}
