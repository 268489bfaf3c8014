/** The two ways in which `npm start` begins: the sample with its two years, or a world file with a first audit. */
import { audited } from '../../local/one-audit.ts'
import { startWhole, type Whole, type WholeSettings } from '../../local/whole.ts'
import { readRecording, recall, recordedWorld } from '../../sample/two-years/recording.ts'

type Begin = Omit<WholeSettings, 'world'>

/** The sample as its recorded years left it: reviews finished, one open, numbers of every quarter. */
export async function startSample(begin: Begin, say: (line: string) => void): Promise<Whole> {
  const recording = readRecording()
  const vars = { CLOCK: recording.now }
  const running = await startWhole({ ...begin, vars, world: recordedWorld(recording) })
  try {
    await recall(running, recording)
  } catch (trouble) {
    await running.close()
    throw trouble
  }
  const { reviews = [], audits = [] } = recording.tables
  for (const { login, id } of running.world.organizations) {
    const own = reviews.filter(({ org_id }) => org_id === id)
    const finished = own.filter(({ closed_at }) => closed_at !== null).length
    const times = audits.filter(({ org_id }) => org_id === id).length
    say(
      `  ${login}: audited ${times} times in two years, ${finished} reviews finished, ${own.length - finished} open`,
    )
  }
  return running
}

/** Another world: each of its organisations is audited once. */
export async function startAudited(settings: WholeSettings, say: (line: string) => void): Promise<Whole> {
  const running = await startWhole(settings)
  const { worker, apiToken, world } = running
  try {
    await worker.scheduled(world.now)
    await Promise.all(
      world.organizations.map(async ({ login }) => {
        const { status } = await audited(worker, apiToken, login)
        say(`  ${login}: audit ${status}`)
      }),
    )
  } catch (trouble) {
    await running.close()
    throw trouble
  }
  return running
}
