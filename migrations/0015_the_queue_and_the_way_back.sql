CREATE TABLE `file_mentions` (
	`org_id` integer NOT NULL,
	`repository_id` integer NOT NULL,
	`kind` text NOT NULL,
	`path` text NOT NULL,
	`line` integer NOT NULL,
	`login` text NOT NULL,
	`account_id` integer,
	`text` text NOT NULL,
	`url` text NOT NULL,
	`read_at` text NOT NULL,
	PRIMARY KEY(`org_id`, `repository_id`, `kind`, `path`, `line`, `login`)
);
--> statement-breakpoint
CREATE INDEX `file_mentions_account` ON `file_mentions` (`org_id`,`account_id`);--> statement-breakpoint
CREATE TABLE `restoration_outcomes` (
	`restoration_id` text NOT NULL,
	`key` text NOT NULL,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`status` text NOT NULL,
	`attempt` integer NOT NULL,
	`at` text NOT NULL,
	`error` text,
	`url` text,
	PRIMARY KEY(`restoration_id`, `key`)
);
--> statement-breakpoint
CREATE TABLE `restorations` (
	`id` text PRIMARY KEY NOT NULL,
	`revocation_id` text NOT NULL,
	`org_id` integer NOT NULL,
	`status` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` text NOT NULL,
	`needs_two` integer NOT NULL,
	`second_by` text,
	`second_at` text,
	`started_at` text,
	`attempt` integer DEFAULT 0 NOT NULL,
	`since` integer DEFAULT 0 NOT NULL,
	`steps` text,
	`reason` text,
	`invited_at` text,
	`looked_at` text,
	`finished_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `restorations_one_running` ON `restorations` (`revocation_id`) WHERE status in ('waiting', 'running', 'invited', 'by_hand');--> statement-breakpoint
CREATE INDEX `restorations_org` ON `restorations` (`org_id`,`status`);--> statement-breakpoint
CREATE INDEX `restorations_revocation` ON `restorations` (`revocation_id`);--> statement-breakpoint
CREATE TABLE `stale_access` (
	`org_id` integer NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`at` text NOT NULL,
	`audit_id` text NOT NULL,
	`stale` integer NOT NULL,
	`unknown` integer NOT NULL,
	`total` integer NOT NULL,
	`people` integer NOT NULL,
	`unobservable` integer NOT NULL,
	`change` text,
	PRIMARY KEY(`org_id`, `version`, `name`)
);
--> statement-breakpoint
CREATE TABLE `stale_targets` (
	`org_id` integer NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`holder` text NOT NULL,
	`targets` text NOT NULL,
	PRIMARY KEY(`org_id`, `version`, `name`, `holder`)
);
--> statement-breakpoint
ALTER TABLE `proposals` ADD `smallest_role` text;--> statement-breakpoint
ALTER TABLE `revocations` ADD `rejoined_at` text;--> statement-breakpoint
ALTER TABLE `revocations` ADD `rejoined_how` text;