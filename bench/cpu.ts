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
  /** The dearest steps by name, with their requests. */
  readonly dearest: readonly { readonly step: string; readonly ms: number; readonly external: number }[]
  /** Of the cron that began the audit. */
  readonly cron: number
  /** Of the isolate outside steps and cron: what the Workflow itself does, and this looking-on. */
  readonly between: number
  /** Between two samples. */
  readonly interval: number
}

export interface CpuWatch {
  /** Begins a span. */
  begin(): Promise<void>
  /** Ends it: what those steps and that cron took. */
  end(tallies: readonly Tally[]): Promise<Cpu>
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
    end: async (tallies) => {
      const printed = await inspected.ask<{ profile: Profile }>('Profiler.stop')
      if (printed === null) throw new Error('V8 gave no profile. The processor time was not measured.')
      return cpuOf(tallies, printed.profile, Date.now() - Number(process.hrtime.bigint()) / 1e6)
    },
  }
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
  const busy = busyMoments(profile, zero)
  const interval = distance(profile.timeDeltas)
  const within = ({ beganAt, endedAt }: Tally) =>
    busy.filter((moment) => moment >= beganAt && moment <= endedAt).length * interval
  const of = (kind: Tally['kind']) =>
    tallies
      .filter((tally) => tally.kind === kind)
      .map((tally) => ({ step: tally.name, ms: within(tally), external: tally.external }))
      .sort((a, b) => b.ms - a.ms)
  const sum = (all: ReturnType<typeof of>) => all.reduce((before, { ms }) => before + ms, 0)
  const [steps, cron] = [of('step'), sum(of('cron'))]
  return {
    mean: sum(steps) / Math.max(1, steps.length),
    p95: steps[Math.floor(steps.length * 0.05)]?.ms ?? 0,
    most: steps[0]?.ms ?? 0,
    dearest: steps.slice(0, 5),
    cron,
    between: busy.length * interval - sum(steps) - cron,
    interval,
  }
}

/** When the isolate was found at work, in milliseconds since 1970. */
function busyMoments({ nodes, startTime, samples, timeDeltas }: Profile, zero: number): number[] {
  const idle = nodes.find(({ callFrame }) => callFrame.functionName === '(idle)')?.id
  let at = startTime / 1000 + zero
  return samples.flatMap((node, i) => {
    at += (timeDeltas[i] ?? 0) / 1000
    return node === idle ? [] : [at]
  })
}

/** The usual distance of two samples in milliseconds; where the isolate rested between them it says nothing. */
function distance(deltas: readonly number[]): number {
  const near = deltas.filter((delta) => delta > 0 && delta < 4 * APART).sort((a, b) => a - b)
  return (near[near.length >> 1] ?? APART) / 1000
}
