/** `npm run record-sample`: lives through the sample's two years and keeps them beside the sample. */
import { lived } from '../sample/two-years/lived.ts'
import { recordingOf, writeRecording } from '../sample/two-years/recording.ts'

const { running, now, end } = await lived((line) => process.stdout.write(`${line}\n`))
const size = writeRecording(await recordingOf(running, now))
await end()
process.stdout.write(`Recorded: ${Math.round(size / 1000)} kB.\n`)
process.exit(0)
