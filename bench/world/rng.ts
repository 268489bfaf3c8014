/** Chance from a printed seed, so that a world can be made again. */

export interface Rng {
  /** From 0, 1 excluded. */
  next(): number
  /** A whole number from 0, `n` excluded. */
  below(n: number): number
  from(low: number, high: number): number
  /** One of the list; throws where there is none. */
  pick<T>(list: readonly T[]): T
  /** An index of a running total of weights (`runningTotal`), by weight. */
  byWeight(totals: readonly number[]): number
  /** Some different ones of the list, at most as many as there are. */
  some<T>(list: readonly T[], count: number): T[]
}

/** A stream of chance (mulberry32): the same seed, the same stream. */
export function rngFrom(seed: number): Rng {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return {
    next,
    below,
    from: (low, high) => low + next() * (high - low),
    pick: (list) => {
      const index = below(list.length)
      if (index >= list.length) throw new RangeError('There is nothing to pick from.')
      return list[index] as (typeof list)[number] // the index is inside
    },
    byWeight: (totals) => {
      const wanted = next() * (totals.at(-1) ?? 0)
      let [low, high] = [0, totals.length - 1]
      while (low < high) {
        const middle = (low + high) >> 1
        if ((totals[middle] ?? 0) > wanted) high = middle
        else low = middle + 1
      }
      return low
    },
    some: (list, count) => {
      const left = [...list]
      return Array.from({ length: Math.min(count, list.length) }, () =>
        left.splice(below(left.length), 1),
      ).flat()
    },
  }
}

/** What `byWeight` takes: the sum of the weights so far. */
export function runningTotal(weights: readonly number[]): number[] {
  let sum = 0
  return weights.map((weight) => {
    sum += weight
    return sum
  })
}
