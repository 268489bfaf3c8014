/** What a GraphQL query costs by GitHub's published formula, and its limits. */
import {
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { graphError } from './context.ts'

/** Nodes that one query may ask for. */
const mostNodes = 500_000
/** Items that one page may hold, and ids that `nodes` takes. */
const mostItems = 100

type Variables = Readonly<Record<string, unknown>>

/** Points and nodes of the query; throws what GitHub says of pages without bounds and of too many nodes. */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Variables,
): { readonly points: number; readonly nodes: number } {
  const inlined = inlineFragments(document, operation)
  const types = new TypeInfo(schema)
  // How many times the fields at the present depth are asked for.
  const times = [1]
  let requests = 0
  let nodes = 0
  visit(
    inlined,
    visitWithTypeInfo(types, {
      Field: {
        enter(field) {
          const outer = times.at(-1) ?? 1
          const type = types.getType()
          const name = type ? getNamedType(type).name : ''
          const given = (argument: string) =>
            argumentValue(field.arguments?.find((other) => other.name.value === argument)?.value, variables)
          if (name.endsWith('Connection')) {
            const items = given('first') ?? given('last')
            if (typeof items !== 'number')
              throw graphError(
                'MISSING_PAGINATION_BOUNDARIES',
                `You must provide a \`first\` or \`last\` value to properly paginate the \`${field.name.value}\` connection.`,
              )
            if (items > mostItems || items < 0)
              throw graphError(
                'EXCESSIVE_PAGINATION',
                `Requesting ${items} records on the \`${field.name.value}\` connection exceeds the \`first\` limit of ${mostItems} records.`,
              )
            requests += outer
            nodes += outer * items
            times.push(outer * Math.max(1, items))
          } else if (field.name.value === 'nodes' && given('ids') !== undefined) {
            const ids = given('ids')
            const count = Array.isArray(ids) ? ids.length : 1
            if (count > mostItems)
              throw graphError(
                'ARGUMENT_LIMIT',
                `You may not provide more than ${mostItems} node ids; you provided ${count}.`,
              )
            nodes += count
            times.push(outer * count)
          } else times.push(outer)
        },
        leave() {
          times.pop()
        },
      },
    }),
  )
  if (nodes > mostNodes)
    throw graphError(
      'MAX_NODE_LIMIT_EXCEEDED',
      `This query requests up to ${nodes.toLocaleString('en')} possible nodes which exceeds the maximum limit of ${mostNodes.toLocaleString('en')}.`,
    )
  return { points: Math.max(1, Math.round(requests / 100)), nodes }
}

/** The operation with its fragments written out, so that each is counted where it is used. */
function inlineFragments(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationDefinitionNode {
  const fragments = new Map(
    document.definitions.flatMap((row) =>
      row.kind === Kind.FRAGMENT_DEFINITION ? [[row.name.value, row] as const] : [],
    ),
  )
  return visit(operation, {
    FragmentSpread(spread) {
      const fragment = fragments.get(spread.name.value)
      return fragment && { ...fragment, kind: Kind.INLINE_FRAGMENT, name: undefined }
    },
  })
}

function argumentValue(node: ValueNode | undefined, variables: Variables): unknown {
  if (!node) return undefined
  if (node.kind === Kind.VARIABLE) return variables[node.name.value]
  if (node.kind === Kind.INT) return Number(node.value)
  if (node.kind === Kind.LIST) return node.values.map((item) => argumentValue(item, variables))
  return node.kind === Kind.STRING ? node.value : undefined
}
