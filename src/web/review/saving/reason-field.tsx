/** The field of the reason that counts for all answers of a form which have none of their own. */

const LABEL = 'Reason, for all answers that have none of their own'

export function ReasonField({ value, complaint }: { value: string; complaint?: string | undefined }) {
  return (
    <div class="reason">
      <label class="unseen" for="reason">
        {LABEL}
      </label>
      <input
        class="wide"
        id="reason"
        name="reason"
        required
        maxlength={2000}
        placeholder={LABEL}
        value={value}
        {...(complaint === undefined
          ? {}
          : { 'aria-invalid': 'true', 'aria-describedby': 'complaint-reason' })}
      />
      {complaint !== undefined && (
        <p class="complaint" id="complaint-reason">
          {complaint}
        </p>
      )}
    </div>
  )
}
