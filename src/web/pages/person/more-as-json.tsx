/** Under a table that holds only so much of one person: how many more rows there are, and where. */

import { counted } from '../../../policy/english.ts'
import { accountUrl } from '../../parts/page-addresses.ts'

export function MoreAsJson(props: { more: number; noun: string; org: string; login: string }) {
  const { more, noun, org, login } = props
  if (more <= 0) return null
  return (
    <p class="small">
      and <a href={`/api${accountUrl(org, login)}`}>{counted(more, `more ${noun}`)}, as JSON</a>
    </p>
  )
}
