/** Runs GraphQL queries on GitHub's own schema. */
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
  Kind,
  GraphQLError as Problem,
  parse,
  validate,
} from 'graphql'
import { type GraphContext, graphError, type View } from './context.ts'
import { costOf } from './cost.ts'
import { rootView, withViews } from './root.ts'
import { shapeOf } from './shape.ts'

export type GraphRequest = {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName: string | null
}

export type GraphAnswer = { readonly data?: unknown; readonly errors?: readonly View[] }

type Price = { readonly points: number; readonly nodes: number }
/** What is known of a valid query and of all that differ from it only in what their strings say. */
type Shape = { price: Price | null }
type Prepared =
  | { readonly document: DocumentNode; readonly shape: Shape }
  | { readonly errors: readonly GraphQLError[] }

const prepared = new Map<string, Prepared>()
const shapes = new Map<string, Shape>()
/** Queries and shapes kept ready; a program has a few dozen. */
const mostPrepared = 500

/** What the query costs, or the errors by which GitHub refuses it before it runs. */
export function price(request: GraphRequest): Price | GraphAnswer {
  const ready = prepare(request.query)
  if ('errors' in ready) return { errors: ready.errors.map(shown) }
  const operation = getOperationAST(ready.document, request.operationName ?? undefined)
  if (!operation)
    return { errors: [{ message: 'A query attribute must be specified and must be a string.' }] }
  if (operation.operation !== 'query')
    return { errors: [shown(graphError('FORBIDDEN', 'Resource not accessible by integration'))] }
  const { document, shape } = ready
  if (shape.price) return shape.price
  try {
    const cost = costOf(schema(), document, operation, request.variables)
    if (isPricedByText(document)) shape.price = cost
    return cost
  } catch (refused) {
    if (refused instanceof Problem) return { errors: [shown(refused)] }
    throw refused
  }
}

/** Run a query that has been priced. */
export async function run(request: GraphRequest, given: Omit<GraphContext, 'views'>): Promise<GraphAnswer> {
  const context = withViews(given)
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

/** Page sizes and lists of ids may stand in variables, and a document may hold several operations. */
function isPricedByText(document: DocumentNode): boolean {
  const operations = document.definitions.filter((row) => row.kind === Kind.OPERATION_DEFINITION)
  return operations.length === 1 && operations.every((row) => !row.variableDefinitions?.length)
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
  const made = check(query)
  keep(prepared, query, made)
  return made
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  if (map.size >= mostPrepared) map.clear()
  map.set(key, value)
}

function check(query: string): Prepared {
  try {
    const document = parse(query)
    const key = shapeOf(query)
    const known = shapes.get(key)
    if (known) return { document, shape: known }
    const errors = validate(schema(), document)
    if (errors.length > 0) return { errors }
    const shape: Shape = { price: null }
    keep(shapes, key, shape)
    return { document, shape }
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
