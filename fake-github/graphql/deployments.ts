/** Deployments as GraphQL shows them; a workflow's has the page of its run as the log of every status. */
import { sees } from '../rest/gate.ts'
import type { Act } from '../world/act.ts'
import { environmentOf } from '../world/environments.ts'
import type { Repository } from '../world/format.ts'
import { nodeId } from '../world/node-ids.ts'
import { actorView } from './actors.ts'
import { connection, type PageArgs } from './connection.ts'
import type { GraphContext, View } from './context.ts'

/** A deployment. */
export function deploymentView(context: GraphContext, repo: Repository, act: Act): View {
  return {
    __typename: 'Deployment',
    id: deploymentId(repo, act),
    databaseId: act.id,
    createdAt: act.at,
    updatedAt: act.at,
    commitOid: act.sha,
    environment: environmentOf(context.state.world, repo, act),
    creator: () => actorView(context, act.actor),
    statuses: (args: PageArgs) =>
      connection(statesOf(act), args, (state) => ({
        __typename: 'DeploymentStatus',
        id: `DES_${act.id}_${state}`,
        state,
        createdAt: act.at,
        updatedAt: act.at,
        logUrl:
          act.kind === 'deployment_approval' || act.via_app
            ? `${context.web}/${repo.owner}/${repo.name}/actions/runs/${act.id}/job/${act.id}`
            : null,
      })),
  }
}

/** Newest first; one that waited for a review says so. */
function statesOf(act: Act): readonly string[] {
  return act.kind === 'deployment_approval' ? ['SUCCESS', 'IN_PROGRESS', 'QUEUED', 'WAITING'] : ['SUCCESS']
}

/** The id under which `node(id:)` finds the deployment. */
export function deploymentId(repo: Repository, act: Act): string {
  return nodeId(PREFIX, repo.id, act.id)
}

const PREFIX = 'DE'

/** The deployment of that id; null where it is none, or may not be seen. */
export function deploymentNode(context: GraphContext, id: string): View | null {
  if (!id.startsWith(`${PREFIX}_`)) return null
  const bytes = Buffer.from(id.slice(PREFIX.length + 1), 'base64url')
  if (bytes.length < 12) return null
  const { world } = context.state
  const repo = world.repositoryById(bytes.readUInt32BE(3))
  if (repo?.shown !== 'yes' || !sees(context, repo)) return null
  const deployments = world.acts.inRepository(repo.owner, repo.name).kind('deployment', 'deployment_approval')
  const act = deployments.find((row) => row.id === bytes.readUInt32BE(8))
  return act ? deploymentView(context, repo, act) : null
}
