ALTER TABLE `stale_access` ADD `stale_people` integer;
--> statement-breakpoint
-- Counted where it is still kept who left what unused; of other moments it stays not known, and where a bot may be among them.
UPDATE `stale_access` SET `stale_people` = (
	SELECT count(*) FROM `stale_targets` AS `unused`
	JOIN `accounts` ON `unused`.`holder` LIKE 'account:%' AND `accounts`.`id` = cast(substr(`unused`.`holder`, 9) as integer)
	WHERE `unused`.`org_id` = `stale_access`.`org_id` AND `unused`.`version` = `stale_access`.`version`
		AND `unused`.`name` = `stale_access`.`name` AND `accounts`.`type` = 'User'
)
WHERE `name` <> 'now'
	AND EXISTS (
		SELECT 1 FROM `stale_targets` AS `kept` WHERE `kept`.`org_id` = `stale_access`.`org_id`
			AND `kept`.`version` = `stale_access`.`version` AND `kept`.`name` = `stale_access`.`name`
	)
	AND NOT EXISTS (
		SELECT 1 FROM `organizations` WHERE `organizations`.`id` = `stale_access`.`org_id`
			AND (`organizations`.`rules` LIKE '%"sponsor":%' OR `organizations`.`current_rules` LIKE '%"sponsor":%')
	);
