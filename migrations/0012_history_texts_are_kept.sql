-- A text of the history is never changed, never overwritten, and leaves only when an entry says so.
CREATE TRIGGER `history_texts_refuse_update` BEFORE UPDATE ON `history_texts`
BEGIN
  SELECT RAISE(ABORT, 'a text of the history cannot be changed');
END;
--> statement-breakpoint
-- INSERT OR REPLACE would remove a text without asking the trigger for removals.
CREATE TRIGGER `history_texts_refuse_overwrites` BEFORE INSERT ON `history_texts`
WHEN EXISTS (SELECT 1 FROM `history_texts` WHERE `ref` = NEW.`ref`)
BEGIN
  SELECT RAISE(ABORT, 'a text of the history cannot be overwritten');
END;
--> statement-breakpoint
-- The kinds that stay are `KEPT_ACTS` in src/register/history/chain.ts.
CREATE TRIGGER `history_texts_refuse_delete` BEFORE DELETE ON `history_texts`
WHEN NOT EXISTS (
    SELECT 1 FROM `history` AS `erasure`
    JOIN `history_texts` AS `told` ON `told`.`ref` = `erasure`.`ref`
    JOIN json_each(`told`.`text`, '$.facts.refs') AS `named`
    WHERE `erasure`.`org_id` = OLD.`org_id` AND `erasure`.`act` = 'erased' AND `named`.`value` = OLD.`ref`
  )
  OR EXISTS (
    SELECT 1 FROM `history` WHERE `org_id` = OLD.`org_id` AND `ref` = OLD.`ref`
      AND `act` IN ('erased', 'chain_carried_over', 'history_begun')
  )
BEGIN
  SELECT RAISE(ABORT, 'a text of the history is removed only by an entry that says so');
END;
