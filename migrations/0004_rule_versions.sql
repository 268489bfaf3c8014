CREATE TABLE `rule_versions` (
	`org_id` integer NOT NULL,
	`version` integer NOT NULL,
	`rules` text NOT NULL,
	`by` text,
	`at` text NOT NULL,
	PRIMARY KEY(`org_id`, `version`)
);
--> statement-breakpoint
ALTER TABLE `organizations` ADD `current_rules` text;--> statement-breakpoint
ALTER TABLE `organizations` ADD `current_rules_version` integer;