CREATE INDEX `history_act` ON `history` (`org_id`,`act`);--> statement-breakpoint
-- A version of the rules stays append-only, but what it says of people goes where an entry of the history names it as erased.
DROP TRIGGER `rule_versions_refuse_update`;
--> statement-breakpoint
CREATE TRIGGER `rule_versions_refuse_update` BEFORE UPDATE ON `rule_versions`
WHEN NEW.`org_id` IS NOT OLD.`org_id` OR NEW.`version` IS NOT OLD.`version` OR NEW.`at` IS NOT OLD.`at`
  OR NOT EXISTS (
    SELECT 1 FROM `history` AS `erasure`
    JOIN `history_texts` AS `told` ON `told`.`ref` = `erasure`.`ref`
    JOIN json_each(`told`.`text`, '$.facts.rules') AS `named`
    WHERE `erasure`.`org_id` = OLD.`org_id` AND `erasure`.`act` = 'erased' AND `named`.`value` = OLD.`version`
  )
BEGIN
  SELECT RAISE(ABORT, 'rule versions are append-only: one is changed only by an erasure that names it');
END;
