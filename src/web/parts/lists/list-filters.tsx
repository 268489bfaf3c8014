/** The form that narrows a list: one GET form, folded to its search field where the window is narrow. */

import type { Child } from 'hono/jsx'

/** A drop-down list, or a text field where `options` are null: then there are more than anybody reads. */
export interface ListFilter {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly options: readonly (readonly [value: string, label: string])[] | null
}

/** `kept`: what the address asks for beside the form's own fields. */
export function ListFilters(props: {
  label: string
  filters: readonly ListFilter[]
  kept: Readonly<Record<string, string | undefined>>
  children?: Child
}) {
  const { filters } = props
  return (
    <search aria-label={props.label}>
      <form class="filters no-print" method="get">
        {Object.entries(props.kept).map(
          ([name, value]) => value !== undefined && <input type="hidden" name={name} value={value} />,
        )}
        {props.children}
        <details open={filters.some(({ name, value }) => name !== 'sort' && value !== '')}>
          <summary class="small">More filters</summary>
          <div>
            {filters.map(({ name, label, value, options }) => (
              <label for={`by-${name}`}>
                {label}
                {options === null ? (
                  <input id={`by-${name}`} name={name} value={value} />
                ) : (
                  <select id={`by-${name}`} name={name}>
                    {options.map(([option, text]) => (
                      <option value={option} selected={option === value}>
                        {text}
                      </option>
                    ))}
                  </select>
                )}
              </label>
            ))}
          </div>
        </details>
        <button type="submit" class="quiet">
          Show
        </button>
      </form>
    </search>
  )
}

/** The options of a name among many; null where there are more than anybody reads. An asked name that is not among them stays. */
export function namesToChoose(names: readonly string[], asked: string | undefined): ListFilter['options'] {
  if (names.length > MOST_NAMES) return null
  const strange = asked === undefined || names.includes(asked) ? [] : [asked]
  return [['', 'all'], ...[...names, ...strange].map((name) => [name, name] as const)]
}

/** More make a drop-down list heavier than the rows below it. */
export const MOST_NAMES = 300

/** The options of an order; one that was turned round by a heading stays chosen. */
export function ordersToChoose(
  orders: readonly (readonly [sort: string, label: string])[],
  sort: string,
): ListFilter['options'] {
  const turned = orders.find(([order]) => sort === `-${order}`)
  return turned === undefined ? orders : [...orders, [sort, `${turned[1]}, turned round`]]
}

/** Yes, no or either. */
export function eitherWay(yes: string, no: string): ListFilter['options'] {
  return [
    ['', 'any'],
    ['true', yes],
    ['false', no],
  ]
}
