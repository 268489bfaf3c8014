/** Tables of the append-only history and its erasable texts. A custom migration adds the triggers that refuse changes. */

import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** One entry, of codes, random references and digests only, so that the chain still verifies after an erasure. */
export const history = sqliteTable(
  'history',
  {
    orgId: integer('org_id').notNull(),
    /** 1, 2, 3 … per organisation, without gaps. */
    seq: integer('seq').notNull(),
    /** As it was written, byte for byte: the hash covers it. Earlier versions wrote whole seconds without milliseconds. */
    at: text('at').notNull(),
    /** What happened: `audit_finished`, `review_opened`, `decided`, `revoked`, … */
    act: text('act').notNull(),
    /** Random reference of the entry's text in history_texts. */
    ref: text('ref').notNull(),
    /** SHA-256 (hex) of salt + text. */
    digest: text('digest').notNull(),
    /** The hash of the entry before; 64 zeros for the first. */
    previous: text('previous').notNull(),
    /** SHA-256 (hex) over what `hashOf` in `register/history/chain.ts` names. */
    hash: text('hash').notNull(),
    /** Which fields the hash covers: 2 the organisation too; 1, which earlier versions write, without it. */
    form: integer('form').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.seq] }),
    // The trigger looks for the erasure that names each text that goes.
    index('history_act').on(t.orgId, t.act),
  ],
)

/** Who did what to whom and why. Erasable: the chain holds only the salted digest. */
export const historyTexts = sqliteTable('history_texts', {
  ref: text('ref').primaryKey(),
  orgId: integer('org_id').notNull(),
  salt: text('salt').notNull(),
  /** `{actor, subject?, sentence, facts?}` as JSON. */
  text: text('text').notNull(),
})
