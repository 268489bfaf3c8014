/** The announcement of a review: one text without names for those who hold no more than every member, and its one tick. */

import { printedDay } from '../../../../policy/calendar.ts'
import { counted } from '../../../../policy/english.ts'
import type { countAnnounced } from '../../../../register/people/notices/notice-list.ts'
import type { NoticeText } from '../../../../review.ts'
import { Form } from '../../../parts/form-fields.tsx'
import { type NoticesViewer, TextToSend, WayAndDay } from './people-to-tell.tsx'

export function Announcement(props: {
  announced: Awaited<ReturnType<typeof countAnnounced>>
  text: NoticeText
  viewer: NoticesViewer
}) {
  const { announced, text, viewer } = props
  const left = announced.people - announced.told
  return (
    <section class="panel" id="announcement">
      <header>
        <h2>
          The announcement <span class="n">{announced.people}</span>
        </h2>
        <p>One text without names for members without further rights, posted where members read.</p>
      </header>
      <div class="pad">
        {announced.told > 0 && announced.at !== null && (
          <p>
            {counted(announced.told, 'member was', 'members were')} told, the last on{' '}
            {printedDay(announced.at)}.
          </p>
        )}
        <TextToSend id="announcement" about="everybody" text={text} />
        {left + announced.leftUntold > 0 && (
          <Form action={`${viewer.here}/notices`} token={viewer.token}>
            <p>
              {left > 0
                ? `${counted(left, 'member is', 'members are')} still to be told.`
                : 'Who was not told has left meanwhile; ticked, their question ends too.'}
            </p>
            <WayAndDay id="all" now={viewer.now} />
            <button type="submit" name="act" value="announced" class="primary">
              It was posted
            </button>
          </Form>
        )}
      </div>
    </section>
  )
}
