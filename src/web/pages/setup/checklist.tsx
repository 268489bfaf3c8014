/** The checklist of a deployment: ✓ or ○, what, its state, why; the next one is tinted. Its heading counts the ticks. */

import type { Step } from './step.ts'

export function Checklist({ steps, next }: { steps: readonly Step[]; next: Step | undefined }) {
  const count = (...kinds: readonly Step['is'][]) => steps.filter(({ is }) => kinds.includes(is)).length
  return (
    <section class="panel c6">
      <header>
        <h2>Checklist</h2>
        <p>
          {count('done')} of {count('done', 'to_do')} needed, {count('optional_done')} of{' '}
          {count('optional', 'optional_done')} optional. Values are never shown.
        </p>
      </header>
      <ol class="todo">
        {steps.map((step) => (
          <li class={step === next ? 'now' : ''} aria-current={step === next ? 'step' : undefined}>
            <span class={MARKS[step.is].look} aria-hidden="true">
              {MARKS[step.is].mark}
            </span>{' '}
            <b>{breakable(step.name)}</b>{' '}
            <span class={`small ${step === next ? 'bad' : 'soft'}`}>{step.state}</span>{' '}
            <span class="what small soft">{step.why}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** A setting's name, longer than a phone is wide, is broken after an underscore. */
function breakable(name: string) {
  const [first = '', ...rest] = name.split('_')
  return [
    first,
    ...rest.map((part) => (
      <>
        _<wbr />
        {part}
      </>
    )),
  ]
}

const MARKS: Readonly<Record<Step['is'], { readonly mark: string; readonly look: string }>> = {
  done: { mark: '✓', look: 'yes' },
  to_do: { mark: '○', look: 'may' },
  optional: { mark: '○', look: 'may' },
  optional_done: { mark: '✓', look: 'yes' },
  told: { mark: '–', look: 'may' },
}
