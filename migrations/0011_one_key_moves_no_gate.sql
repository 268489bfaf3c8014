CREATE TABLE `pending_rules` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`setting` text NOT NULL,
	`value` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	`told_at` text,
	`seen_at` text,
	`ended_at` text,
	`ended_by` text,
	`ended_because` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pending_rules_one_each` ON `pending_rules` (`org_id`,`setting`) WHERE ended_at is null;--> statement-breakpoint
DROP INDEX `decisions_one_vote`;--> statement-breakpoint
ALTER TABLE `decisions` ADD `confirmed_at` text;--> statement-breakpoint
ALTER TABLE `decisions` ADD `ended_at` text;--> statement-breakpoint
ALTER TABLE `decisions` ADD `ended_because` text;--> statement-breakpoint
CREATE UNIQUE INDEX `decisions_one_standing_vote` ON `decisions` (`proposal_id`,`voter`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `decisions_proposal` ON `decisions` (`proposal_id`);--> statement-breakpoint
ALTER TABLE `organizations` ADD `paused_by` text;--> statement-breakpoint
ALTER TABLE `history` ADD `form` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `proposals` ADD `reopened` text;--> statement-breakpoint
ALTER TABLE `api_tokens` ADD `ended_by` text;--> statement-breakpoint
ALTER TABLE `rights` ADD `asked_at` text;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `body_hash` text;--> statement-breakpoint
CREATE INDEX `deliveries_body` ON `deliveries` (`body_hash`);