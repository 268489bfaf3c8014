CREATE TABLE `failed_invitations` (
	`org_id` integer NOT NULL,
	`invitation_id` integer NOT NULL,
	`account_id` integer,
	`role` text NOT NULL,
	`failed_at` text,
	`reason` text,
	PRIMARY KEY(`org_id`, `invitation_id`)
);
--> statement-breakpoint
CREATE TABLE `unlinked_commits` (
	`org_id` integer NOT NULL,
	`repository_id` integer NOT NULL,
	`sha` text NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`org_id`, `repository_id`, `sha`)
);
--> statement-breakpoint
ALTER TABLE `organizations` ADD `missing_permissions` text;