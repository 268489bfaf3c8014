/** How far something has come, as bar and words. */

export function Progress({ done, of }: { done: number; of: number }) {
  if (of === 0) return <p class="soft">There is nothing to decide.</p>
  const said = `${done} of ${of} answered`
  return (
    <p>
      <progress max={of} value={done} aria-label={said} /> {said}
    </p>
  )
}
