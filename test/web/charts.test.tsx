/** Charts: what their marks and labels say is what was counted. */
import { expect, it } from 'vitest'
import { alongTime } from '../../src/web/parts/charts/along-time.ts'
import { Columns } from '../../src/web/parts/charts/columns.tsx'
import { Legend } from '../../src/web/parts/charts/legend.tsx'
import { SameAsTable } from '../../src/web/parts/charts/same-as-table.tsx'
import { placed, type Share, ShareBar } from '../../src/web/parts/charts/share-bar.tsx'

const shares: readonly Share[] = [
  { fill: 'active', n: 3, label: '3 active owners', href: '/a' },
  { fill: 'new', n: 0, label: '0 new owners', href: '/b' },
  { fill: 'inactive', n: 1, label: '1 inactive owner', href: '/c' },
]

it('a bar is filled by its parts in proportion, and a part of nothing is not drawn', () => {
  expect(placed(shares).map(({ label, x, width }) => [label, x, width])).toEqual([
    ['3 active owners', 0, 750],
    ['1 inactive owner', 750, 250],
  ])
  expect(placed(shares.map((share) => ({ ...share, n: 0 })))).toEqual([])
})

it('each part of a bar leads to those whom it counts, for whoever points at it; a keyboard meets none of them twice', () => {
  const bar = String(<ShareBar shares={shares} />)
  expect([...bar.matchAll(/<a href="([^"]+)" tabindex="-1">/g)].map(([, href]) => href)).toEqual(['/a', '/c'])
  expect(bar).toContain('aria-hidden="true"')
  expect(bar).toContain('<title>1 inactive owner</title>')
})

it('columns are as high as their numbers, and stand beside a goal of their own series alone', () => {
  const columns = String(
    <Columns
      label="200, then 100; the goal is 60"
      goal={{ n: 60, label: 'goal 60' }}
      series={[
        { name: 'counted before', columns: [{ label: 'Q1', year: '2026', n: 50, fill: 'unknown' }] },
        {
          name: 'counted now',
          columns: [
            { label: 'Q2', year: '2026', n: 200, fill: 'unknown' },
            { label: 'now', year: '', n: 100, fill: 'inactive' },
          ],
        },
      ]}
    />,
  )
  expect(columns).toContain('role="img" aria-label="200, then 100; the goal is 60"')
  const heights = [...columns.matchAll(/<b>(\d+)<\/b><svg[^>]* height="([\d.]+)"/g)]
  expect(heights.map(([, n, height]) => [Number(n), Number(height)])).toEqual([
    [50, 30],
    [200, 120],
    [100, 60],
  ])
  expect(columns.match(/class="goal"/g)).toHaveLength(1)
  expect(columns.indexOf('class="goal"')).toBeGreaterThan(columns.indexOf('counted now'))
})

it('nothing to count draws columns of no height, not of NaN', () => {
  const columns = [{ label: 'now', year: '2026', n: 0, fill: 'inactive' as const }]
  expect(String(<Columns label="none" goal={null} series={[{ name: null, columns }]} />)).not.toContain('NaN')
})

it('a legend has a word beside each fill, and the table behind a chart a heading for each number', () => {
  expect(String(<Legend fills={[['active', 'active']]} />)).toContain('class="f-active"')
  const table = String(<SameAsTable columns={['Access', 'active']} rows={[['Owners', 3]]} />)
  // What scrolls has to be reached by the keyboard, and two of them on a page have to have two names.
  expect(table).toContain('<section class="scroll" tabindex="0" aria-label="As a table, by access">')
  expect(table).toContain('<th scope="row">Owners</th><td class="num" data-label="active">3</td>')
})

it('columns along time say where a year begins, and where quarters between two of them are left out', () => {
  const drawn = (...moments: readonly [string, boolean?][]) =>
    alongTime(
      moments.map(([quarter, isWithin = false]) => ({
        ...{ quarter, isWithin, label: quarter.slice(-2), n: 1, fill: 'unknown' },
      })),
    ).map((place) => ('notDrawn' in place ? place.notDrawn : `${place.label} ${place.year}`.trim()))
  expect(drawn(['2024-Q4', true], ['2024-Q4'], ['2025-Q1'], ['2025-Q2'], ['2025-Q3', true])).toEqual([
    ...['Q4 2024', 'Q4', 'Q1 2025', 'Q2', 'Q3'],
  ])
  expect(drawn(['2024-Q4', true], ['2025-Q2'], ['2025-Q4'], ['2026-Q3', true])).toEqual([
    ...['Q4 2024', 2, 'Q2 2025', 1, 'Q4', 2, 'Q3 2026'],
  ])
  const columns = alongTime([
    { quarter: '2024-Q4', isWithin: true, label: 'start', n: 2, fill: 'unknown' },
    { quarter: '2025-Q2', isWithin: false, label: 'Q2', n: 1, fill: 'unknown' },
  ])
  const shown = String(<Columns label="2, then 1" goal={null} series={[{ name: null, columns }]} />)
  expect(shown.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).toBe(
    ' 2 start 2024 … 1 Q2 2025 … 2 quarters not drawn ',
  )
})
