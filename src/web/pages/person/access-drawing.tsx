/** Draws how somebody holds access: organisation, paths, repositories. On phones the same is a list. */

import { linkHorizontal } from 'd3-shape'
import type { AccessPicture, Use } from '../../../policy/access/access-picture.ts'
import { USES } from '../../../policy/verdict/use-here.ts'
import { invisibleShown } from '../../../policy/words/invisible.ts'
import { Name } from '../../parts/print.tsx'

/** What is drawn, and at its root what the person is in which organisation. */
interface Drawn {
  readonly picture: AccessPicture
  readonly organization: string
  readonly standing: string
}

/** A box on the right: a repository, or all of them. */
interface Opened {
  readonly name: string
  readonly role: string
  readonly use: Use
}

const USE_WORDS: Readonly<Record<Use, string>> = {
  used: 'used',
  unused: 'unused',
  unknown: 'use not known',
}

/** For a box, which is narrow; unknown in the word of the table. */
function inBox(role: string, use: Use): string {
  return `${role} · ${use === 'unknown' ? 'unknown' : USE_WORDS[use]}`
}

/** The boxes on the right; what opens every repository leads to one box, the last. */
function openedIn({ paths, repositories }: AccessPicture): readonly Opened[] {
  const [everywhere] = paths.filter(({ isEverywhere }) => isEverywhere)
  const boxes = repositories.map(({ name, role, use }) => ({ name: shortOf(name), role, use }))
  return everywhere === undefined
    ? boxes
    : [...boxes, { name: 'every repository', role: everywhere.role, use: everywhere.use }]
}

/** A repository's name without its organisation's. */
export function shortOf(name: string): string {
  return name.slice(name.indexOf('/') + 1)
}

const ROW = 50
const BOX = 38
const COLUMNS = { root: [2, 148], path: [230, 170], repository: [480, 156] } as const
const WIDTH = 640
/** About as wide as a character of the first and of the second line is; the box cuts off what is wider. */
const CHARACTER = [7.5, 7] as const

export function AccessDrawing({ picture, organization, standing }: Drawn) {
  const { paths, links } = picture
  const opened = openedIn(picture)
  const height = Math.max(paths.length, opened.length, 1) * ROW + 14
  const middle = (count: number, place: number) => height / 2 + (place - (count - 1) / 2) * ROW
  const pathAt = (place: number) => middle(paths.length, place)
  const repositoryAt = (place: number) => middle(opened.length, place)
  return (
    <svg
      class="paths only-wide"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={inWords(picture, organization, standing)}
    >
      {paths.map(({ use }, place) => (
        <Line from={[150, height / 2]} to={[230, pathAt(place)]} use={use} />
      ))}
      {links.map(({ path, repository, use }) => (
        <Line from={[400, pathAt(path)]} to={[480, repositoryAt(repository)]} use={use} />
      ))}
      {paths.map(
        ({ isEverywhere, use }, place) =>
          isEverywhere && (
            <Line from={[400, pathAt(place)]} to={[480, repositoryAt(opened.length - 1)]} use={use} />
          ),
      )}
      <Box column="root" middle={height / 2} name={organization} below={standing} />
      {paths.map(({ words, role, use }, place) => (
        <Box column="path" middle={pathAt(place)} name={words} below={inBox(role, use)} />
      ))}
      {opened.map(({ name, role, use }, place) => (
        <Box column="repository" middle={repositoryAt(place)} name={name} below={inBox(role, use)} />
      ))}
    </svg>
  )
}

type Point = [number, number]

const link = linkHorizontal<{ source: Point; target: Point }, Point>()

function Line({ from, to, use }: { from: Point; to: Point; use: Use }) {
  const kind = use === 'used' ? 'used' : use === 'unused' ? 'idle' : undefined
  return <path class={kind} d={link({ source: from, target: to }) ?? ''} />
}

/** The inner picture cuts off what does not fit. */
function Box(props: { column: keyof typeof COLUMNS; middle: number; name: string; below: string }) {
  const { column, middle, name, below } = props
  const [x, width] = COLUMNS[column]
  return (
    <svg x={x} y={middle - BOX / 2} width={width} height={BOX}>
      <title>{name}</title>
      <rect
        class={column === 'root' ? 'root' : undefined}
        x="0.75"
        y="0.75"
        width={width - 1.5}
        height={BOX - 1.5}
        rx="6"
      />
      <text x="10" y="16">
        {shortened(name, width / CHARACTER[0] - 2)}
      </text>
      <text class="t2" x="10" y="31">
        {shortened(below, width / CHARACTER[1] - 2)}
      </text>
    </svg>
  )
}

function shortened(text: string, most: number): string {
  const characters = [...invisibleShown(text)]
  if (characters.length <= most) return characters.join('')
  return `${characters.slice(0, Math.floor(most) - 1).join('')}…`
}

/** So many repositories of a path are named in words. */
const MOST_NAMED = 3

/** `lichen-lab as member; team core: write on lichen and spores, unused`. */
function inWords(picture: AccessPicture, organization: string, standing: string): string {
  const paths = picture.paths.map(({ words, role, use }, place) => {
    const names = namesOpened(picture, place)
    return `${words}: ${role}${names === '' ? '' : ` on ${names}`}, ${USE_WORDS[use]}`
  })
  return `Paths of access: ${[`${organization} as ${standing}`, ...paths].join('; ')}`
}

/** The repositories that a path opens, of those that are drawn; of one use alone where it is given. */
function namesOpened(picture: AccessPicture, place: number, only?: Use): string {
  if (picture.paths[place]?.isEverywhere === true) return 'every repository'
  const names = picture.links.flatMap(({ path, repository, use }) =>
    path === place && (only === undefined || use === only)
      ? [shortOf(picture.repositories[repository]?.name ?? '')]
      : [],
  )
  const more = names.length - MOST_NAMED
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more`
}

/** The same for narrow windows. */
export function AccessTree({ picture, organization, standing }: Drawn) {
  return (
    <ul class="tree only-narrow">
      <li>
        <b>{organization}</b> {standing}
        <ul>
          {picture.paths.map(({ words, role }, place) => (
            <li>
              <Name text={words} />{' '}
              <span class={`power ${role === 'admin' || role === 'read' ? role : 'write'}`}>{role}</span>
              <ul>
                {usesOf(picture, place).map((use) => (
                  <li>
                    <Name text={namesOpened(picture, place, use)} />{' '}
                    <span class="soft">{USE_WORDS[use]}</span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      </li>
    </ul>
  )
}

/** How a path's repositories that are drawn are used, each once. */
function usesOf({ paths, links }: AccessPicture, place: number): readonly Use[] {
  const path = paths[place]
  if (path?.isEverywhere === true) return [path.use]
  return USES.filter((use) => links.some((each) => each.path === place && each.use === use))
}
