/** The list of what people do by hand on GitHub: what, where, the line for a terminal, and what audits have ticked off. */

import { pasteInWords } from '../../../policy/revocation/by-hand/in-words.ts'
import type { ByHandItem, ByHandStep } from '../../../policy/revocation/by-hand/item.ts'
import type { KeptInFile, PlanStep } from '../../../policy/words.ts'
import { Name, subjectName, Time } from '../../parts/print.tsx'

/** The items as one list; `about` tells several on one page apart. Logins to paste stand first where several steps are alike. */
export function ByHandList({ items, about }: { items: readonly ByHandItem[]; about: string }) {
  return (
    <>
      {pasteLists(items).map(({ action, logins }) => (
        <PasteList action={action} logins={logins} about={about} />
      ))}
      <ul class="todo">
        {items.map((item) => (
          <>
            {item.withheld !== null && <Withheld item={item} />}
            {item.withheld === null && item.kept.map((line) => <InFile line={line} />)}
            {item.withheld === null && item.steps.map((step) => <Step item={item} step={step} />)}
          </>
        ))}
      </ul>
    </>
  )
}

function Step({ item, step }: { item: ByHandItem; step: ByHandStep }) {
  const { link, doneAt } = step
  const words = (
    <>
      {step.what} <Name text={step.target} />
    </>
  )
  return (
    <li>
      <Mark isDone={doneAt !== null} />
      {link === null ? <span>{words}</span> : <a href={link.url}>{words}</a>}
      <span class="small soft">
        {doneAt === null ? (
          'not yet seen as done'
        ) : (
          <>
            done (by hand), seen on <Time at={doneAt} />
          </>
        )}
      </span>
      <span class="what small soft">
        <Name text={item.login ?? subjectName(item.subject)} />
        {link !== null && link.gh !== null && (
          <details>
            <summary>
              For a terminal
              <span class="unseen">
                : {step.what} {step.target}
              </span>
            </summary>
            <pre>
              <code>{link.gh}</code>
            </pre>
          </details>
        )}
      </span>
    </li>
  )
}

/** A removal that waits, or does not stand any more: the reason instead of its links. */
function Withheld({ item }: { item: ByHandItem }) {
  return (
    <li>
      <Mark isDone={false} />
      <span>
        <Name text={subjectName(item.subject)} />
      </span>
      <span class="small soft">
        {item.from === null ? (
          'no links'
        ) : (
          <>
            from <Time at={item.from} />
          </>
        )}
      </span>
      <span class="what small soft">{item.withheld}</span>
    </li>
  )
}

/** A line of a file that would put somebody back: it is taken out before anything else. */
function InFile({ line: { repository, path, line, login, url } }: { line: KeptInFile }) {
  return (
    <li>
      <Mark isDone={false} />
      <a href={url}>
        Take <Name text={login} /> out of <Name text={`${repository}: ${path}`} />, line {line}
      </a>
      <span class="small soft">first</span>
      <span class="what small soft">The file would put them back.</span>
    </li>
  )
}

function Mark({ isDone }: { isDone: boolean }) {
  return (
    <span class={isDone ? 'good' : 'may'}>
      <span aria-hidden="true">{isDone ? '✓' : '○'}</span>
      <span class="unseen">{isDone ? 'Done: ' : 'To do: '}</span>
    </span>
  )
}

interface Paste {
  readonly action: PlanStep['action']
  readonly logins: readonly string[]
}

/** The logins of two or more people for whom the same is left to do on one page of the organisation. */
function pasteLists(items: readonly ByHandItem[]): readonly Paste[] {
  return (['remove_membership', 'remove_outside_collaborator'] as const).flatMap((action) => {
    const logins = items.flatMap(({ login, steps }) =>
      login !== null && steps.some((step) => step.action === action && step.link !== null) ? [login] : [],
    )
    return logins.length < 2 ? [] : [{ action, logins }]
  })
}

function PasteList({ action, logins, about }: Paste & { readonly about: string }) {
  const id = `paste-${about}-${action}`
  return (
    <p>
      <label for={id}>{pasteInWords(action, logins.length)}</label>
      <textarea id={id} class="wide" readonly rows={Math.min(8, logins.length)}>
        {logins.join('\n')}
      </textarea>
    </p>
  )
}
