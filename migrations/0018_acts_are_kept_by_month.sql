CREATE TABLE `acts_by_month` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`repository_id` integer NOT NULL,
	`month` text NOT NULL,
	`days` integer NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`, `repository_id`, `month`)
);
--> statement-breakpoint
ALTER TABLE `organizations` ADD `acts_kept_since` text;
--> statement-breakpoint
-- Earlier audits kept the newest acts only: months before this are not drawn as read.
UPDATE `organizations` SET `acts_kept_since` = strftime('%Y-%m-%dT%H:%M:%fZ', 'now');
--> statement-breakpoint
-- What is known begins with the newest acts.
INSERT INTO `acts_by_month` (`org_id`, `account_id`, `repository_id`, `month`, `days`)
	SELECT `org_id`, `account_id`, `repository_id`, substr(`at`, 1, 7), sum(distinct 1 << (cast(substr(`at`, 9, 2) as integer) - 1))
	FROM `activity` GROUP BY 1, 2, 3, 4;
