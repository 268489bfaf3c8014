/** What the Worker's own code took of the processor, step by step: samples of V8's profiler. */
import type { Inspected } from './inspector.ts'
import type { Tally } from './meter.ts'

/** All in milliseconds. */
export interface Cpu {
  /** Of a step, over all of them. */
  readonly mean: number
  /** 95 steps of a hundred took no more. */
  readonly p95: number
  readonly most: number
  /** All steps, the dearest first. */
  readonly steps: readonly Time[]
  /** Of the cron that began the audit. */
  readonly cron: number
  /** Of the isolate outside steps and cron: what the Workflow itself does, and this looking-on. */
  readonly between: number
  /** Between two samples. */
  readonly interval: number
}

/** One step, cron, page or answer: its processor time in milliseconds, and its requests out of the house. */
export interface Time {
  readonly step: string
  readonly ms: number
  readonly external: number
}

export interface CpuWatch {
  /** Begins a span. */
  begin(): Promise<void>
  /** Ends it: what those steps and that cron took. */
  end(tallies: readonly Tally[]): Promise<Cpu>
  /** Ends it: what each took by kind, the dearest first, where nothing ran beside it; and the whole isolate's milliseconds. */
  times(
    tallies: readonly Tally[],
  ): Promise<Readonly<Record<Tally['kind'], readonly Time[]>> & { readonly all: number }>
}

/** How far samples are to lie apart, in microseconds; V8 takes about 70 more. */
const APART = 100

/** Gets ready to profile an inspected Worker. */
export async function watchCpu(inspected: Inspected): Promise<CpuWatch> {
  await inspected.ask('Profiler.enable')
  await inspected.ask('Profiler.setSamplingInterval', { interval: APART })
  return {
    begin: async () => {
      await inspected.ask('Profiler.start')
    },
    end: async (tallies) => cpuOf(tallies, await profileOf(inspected), machineZero()),
    times: async (tallies) => {
      const busy = busyIn(await profileOf(inspected), machineZero())
      const of = (kind: Tally['kind']) => timesOf(tallies, kind, busy)
      return {
        step: of('step'),
        cron: of('cron'),
        page: of('page'),
        all: busy.moments.length * busy.interval,
      }
    },
  }
}

async function profileOf(inspected: Inspected): Promise<Profile> {
  const printed = await inspected.ask<{ profile: Profile }>('Profiler.stop')
  if (printed === null) throw new Error('V8 gave no profile. The processor time was not measured.')
  return printed.profile
}

/** When the machine's clock began, in milliseconds since 1970. */
function machineZero(): number {
  return Date.now() - Number(process.hrtime.bigint()) / 1e6
}

/** As in V8's protocol; times in microseconds of the machine's own clock. */
interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: { readonly functionName: string } }[]
  readonly startTime: number
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

/**
 * V8 looks at fixed distances what the isolate does, so a sample stands for one distance of work, whatever else the
 * machine does meanwhile. Where the isolate waits, or another one has the thread (D1, the Workflow engine, the meter),
 * there is no sample. Everything inside counts: its code, V8's own work for it, garbage collection. `zero` is when the
 * machine's clock began, in milliseconds since 1970.
 */
export function cpuOf(tallies: readonly Tally[], profile: Profile, zero: number): Cpu {
  const busy = busyIn(profile, zero)
  const { interval } = busy
  const sum = (all: readonly Time[]) => all.reduce((before, { ms }) => before + ms, 0)
  const [steps, cron] = [timesOf(tallies, 'step', busy), sum(timesOf(tallies, 'cron', busy))]
  return {
    ...ofSteps(steps),
    cron,
    between: busy.moments.length * interval - sum(steps) - cron,
    interval,
  }
}

/**
 * The same audit measured several times, each step at its quickest: what else the machine does can only make a step slower,
 * and a machine that shares its processor with others is half as fast from one minute to the next.
 */
export function leastOf(all: readonly Cpu[]): Cpu {
  const [first] = all
  if (first === undefined) throw new Error('There is no measurement to take the least of.')
  const byPlace = Map.groupBy(
    all.flatMap(({ steps }) => steps),
    ({ step }) => step.replace(/^audit-[0-9a-f-]{36}-/, ''),
  )
  const least = [...byPlace.values()].flatMap(
    (same) => same.sort((a, b) => a.ms - b.ms).slice(0, 1), // never empty
  )
  return { ...first, ...ofSteps(least.sort((a, b) => b.ms - a.ms)) }
}

/** `steps`: the dearest first. */
function ofSteps(steps: readonly Time[]): Pick<Cpu, 'mean' | 'p95' | 'most' | 'steps'> {
  return {
    mean: steps.reduce((sum, { ms }) => sum + ms, 0) / Math.max(1, steps.length),
    p95: steps[Math.floor(steps.length * 0.05)]?.ms ?? 0,
    most: steps[0]?.ms ?? 0,
    steps,
  }
}

/** What each of one kind took, the dearest first. */
function timesOf(
  tallies: readonly Tally[],
  kind: Tally['kind'],
  { moments, interval }: ReturnType<typeof busyIn>,
): readonly Time[] {
  return tallies
    .filter((tally) => tally.kind === kind)
    .map(({ name, external, beganAt, endedAt }) => {
      const within = moments.filter((moment) => moment >= beganAt && moment <= endedAt)
      return { step: name, ms: within.length * interval, external }
    })
    .sort((a, b) => b.ms - a.ms)
}

/** When the isolate was found at work, in milliseconds since 1970, and what one finding stands for. */
function busyIn({ nodes, startTime, samples, timeDeltas }: Profile, zero: number) {
  const idle = nodes.find(({ callFrame }) => callFrame.functionName === '(idle)')?.id
  let at = startTime / 1000 + zero
  const moments = samples.flatMap((node, i) => {
    at += (timeDeltas[i] ?? 0) / 1000
    return node === idle ? [] : [at]
  })
  return { moments, interval: distance(timeDeltas) }
}

/** The usual distance of two samples in milliseconds; where the isolate rested between them it says nothing. */
function distance(deltas: readonly number[]): number {
  const near = deltas.filter((delta) => delta > 0 && delta < 4 * APART).sort((a, b) => a - b)
  return (near[near.length >> 1] ?? APART) / 1000
}
