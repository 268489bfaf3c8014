-- The history is append-only: no entry is changed, removed, overwritten or written out of order.
CREATE TRIGGER `history_refuses_update` BEFORE UPDATE ON `history`
BEGIN
  SELECT RAISE(ABORT, 'history is append-only: an entry cannot be changed');
END;
--> statement-breakpoint
CREATE TRIGGER `history_refuses_delete` BEFORE DELETE ON `history`
BEGIN
  SELECT RAISE(ABORT, 'history is append-only: an entry cannot be removed');
END;
--> statement-breakpoint
CREATE TRIGGER `history_refuses_gaps_and_overwrites` BEFORE INSERT ON `history`
WHEN NEW.`seq` IS NOT (SELECT coalesce(max(`seq`), 0) + 1 FROM `history` WHERE `org_id` = NEW.`org_id`)
  OR NEW.`previous` IS NOT coalesce(
    (SELECT `hash` FROM `history` WHERE `org_id` = NEW.`org_id` ORDER BY `seq` DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000'
  )
BEGIN
  SELECT RAISE(ABORT, 'history sequence conflict: another entry came first');
END;
