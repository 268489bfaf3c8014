/** Puts the bench's meters around the built Worker and opens its inspector. The Worker's code stays as it is. */
import type { Whole } from '../../local/whole.ts'
import { withFront } from '../../local/with-front.ts'
import type { WorkerSettings } from '../../local/worker.ts'
import { FRONT } from './front.ts'
import { METER, type Metered } from './meter.ts'

/** Puts the meters in and opens the inspector on any free port. */
export const withMeters: NonNullable<WorkerSettings['adjust']> = (usual) => ({
  ...metered(usual),
  inspectorPort: 0,
})

const metered = withFront({ front: FRONT, beside: { name: 'meter', binding: 'D1_METER', contents: METER } })

/** What has been metered so far. */
export async function meteredOf({ worker }: Pick<Whole, 'worker'>): Promise<Metered> {
  return JSON.parse(await (await worker.fetch('/bench/meter')).text()) as Metered // as meter.ts counts
}
