CREATE TABLE `answers` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`proposal_id` text NOT NULL,
	`account_id` integer NOT NULL,
	`answer` text NOT NULL,
	`until` text,
	`text` text,
	`by` text NOT NULL,
	`told_by` text,
	`at` text NOT NULL,
	`ended_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `answers_one_standing` ON `answers` (`proposal_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `answers_account` ON `answers` (`account_id`);--> statement-breakpoint
CREATE INDEX `answers_org` ON `answers` (`org_id`);--> statement-breakpoint
CREATE TABLE `calendar_addresses` (
	`hash` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`login` text NOT NULL,
	`created_at` text NOT NULL,
	`last_read_at` text,
	`ended_at` text
);
--> statement-breakpoint
CREATE INDEX `calendar_addresses_account` ON `calendar_addresses` (`account_id`);--> statement-breakpoint
CREATE TABLE `comments` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`proposal_id` text NOT NULL,
	`by` text NOT NULL,
	`text` text NOT NULL,
	`recommends` text,
	`role` text,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `comments_proposal` ON `comments` (`proposal_id`);--> statement-breakpoint
CREATE TABLE `identity_confirmations` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`proposal_id` text NOT NULL,
	`by` text NOT NULL,
	`way` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `identity_confirmations_proposal` ON `identity_confirmations` (`proposal_id`);--> statement-breakpoint
CREATE TABLE `leaves` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`org_id` integer,
	`since` text NOT NULL,
	`until` text NOT NULL,
	`by` text NOT NULL,
	`set_at` text NOT NULL,
	`ended_at` text
);
--> statement-breakpoint
CREATE INDEX `leaves_account` ON `leaves` (`account_id`);--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`proposal_id` text NOT NULL,
	`account_id` integer NOT NULL,
	`kind` text NOT NULL,
	`result` text NOT NULL,
	`way` text NOT NULL,
	`at` text NOT NULL,
	`recorded_by` text NOT NULL,
	`recorded_at` text NOT NULL,
	`seen_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `notices_one_email` ON `notices` (`proposal_id`) WHERE way = 'email' and result <> 'unreachable';--> statement-breakpoint
CREATE INDEX `notices_proposal` ON `notices` (`proposal_id`);--> statement-breakpoint
CREATE INDEX `notices_account` ON `notices` (`account_id`,`at`);--> statement-breakpoint
CREATE TABLE `offboarding_ticks` (
	`org_id` integer NOT NULL,
	`revocation_id` text NOT NULL,
	`line` text NOT NULL,
	`by` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`revocation_id`, `line`)
);
--> statement-breakpoint
CREATE TABLE `return_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`revocation_id` text NOT NULL,
	`account_id` integer NOT NULL,
	`text` text,
	`at` text NOT NULL,
	`ended_at` text,
	`ended_by` text,
	`ended_because` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `return_requests_one_open` ON `return_requests` (`revocation_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `return_requests_org` ON `return_requests` (`org_id`);--> statement-breakpoint
CREATE TABLE `seen_decisions` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`)
);
