CREATE TABLE `activity` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`repository_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` text NOT NULL,
	`url` text,
	`source` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`, `repository_id`, `kind`)
);
--> statement-breakpoint
CREATE TABLE `implausible_acts` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`repository_id` integer NOT NULL,
	`kind` text NOT NULL,
	`at` text NOT NULL,
	`url` text,
	`source` text NOT NULL,
	`why` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`)
);
--> statement-breakpoint
CREATE TABLE `two_factor` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`state` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`)
);
--> statement-breakpoint
CREATE TABLE `verdicts` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`verdict` text NOT NULL,
	`facts` text NOT NULL,
	`previous` text,
	`audit_id` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`)
);
--> statement-breakpoint
CREATE TABLE `audits` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`status` text NOT NULL,
	`asked_by` text NOT NULL,
	`as_of` text NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text,
	`lane` integer DEFAULT 0 NOT NULL,
	`lane_base` integer DEFAULT 0 NOT NULL,
	`lease_until` text NOT NULL,
	`bookmark` text NOT NULL,
	`step` text NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`total` integer DEFAULT 0 NOT NULL,
	`rest` integer DEFAULT 0 NOT NULL,
	`graphql` integer DEFAULT 0 NOT NULL,
	`graphql_points` integer DEFAULT 0 NOT NULL,
	`spent` text DEFAULT '{}' NOT NULL,
	`counts` text,
	`failure` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audits_one_at_a_time` ON `audits` (`org_id`) WHERE status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX `audits_org` ON `audits` (`org_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `readings` (
	`audit_id` text NOT NULL,
	`source` text NOT NULL,
	`scope_kind` text NOT NULL,
	`scope_id` integer NOT NULL,
	`unread` text,
	`not_shown` text,
	PRIMARY KEY(`audit_id`, `source`, `scope_kind`, `scope_id`)
);
--> statement-breakpoint
CREATE TABLE `seen_pages` (
	`audit_id` text NOT NULL,
	`source` text NOT NULL,
	`page` text NOT NULL,
	`keys` text NOT NULL,
	PRIMARY KEY(`audit_id`, `source`, `page`)
);
--> statement-breakpoint
CREATE TABLE `history` (
	`org_id` integer NOT NULL,
	`seq` integer NOT NULL,
	`at` text NOT NULL,
	`act` text NOT NULL,
	`ref` text NOT NULL,
	`digest` text NOT NULL,
	`previous` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`org_id`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `history_texts` (
	`ref` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`salt` text NOT NULL,
	`text` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `accounts` (
	`id` integer PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`node_id` text,
	`type` text NOT NULL,
	`name` text,
	`created_at` text
);
--> statement-breakpoint
CREATE INDEX `accounts_login` ON `accounts` (lower("login"));--> statement-breakpoint
CREATE TABLE `credentials` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer NOT NULL,
	`kind` text NOT NULL,
	`github_id` text NOT NULL,
	`name` text NOT NULL,
	`owner_id` integer,
	`repository_id` integer,
	`scopes` text NOT NULL,
	`created_at` text,
	`last_used` text NOT NULL,
	`expires_at` text,
	`details` text NOT NULL,
	`first_seen` text NOT NULL,
	`closed_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credentials_open` ON `credentials` (`org_id`,`kind`,`github_id`) WHERE closed_at is null;--> statement-breakpoint
CREATE TABLE `grants` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` integer NOT NULL,
	`key` text NOT NULL,
	`kind` text NOT NULL,
	`account_id` integer,
	`team_id` integer,
	`parent_id` integer,
	`repository_id` integer,
	`role` text NOT NULL,
	`details` text,
	`first_seen` text NOT NULL,
	`closed_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grants_open` ON `grants` (`org_id`,`key`) WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX `grants_account` ON `grants` (`account_id`,`org_id`);--> statement-breakpoint
CREATE TABLE `organizations` (
	`id` integer PRIMARY KEY NOT NULL,
	`login` text NOT NULL,
	`node_id` text NOT NULL,
	`plan` text,
	`two_factor_required` integer,
	`installation_id` integer,
	`repository_selection` text,
	`first_complete_at` text,
	`rules` text,
	`rules_version` integer DEFAULT 0 NOT NULL,
	`paused_at` text,
	`revoking` text,
	`revoking_until` text,
	`first_seen` text NOT NULL,
	`closed_at` text
);
--> statement-breakpoint
CREATE TABLE `repositories` (
	`id` integer PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`name` text NOT NULL,
	`node_id` text NOT NULL,
	`private` integer NOT NULL,
	`archived` integer NOT NULL,
	`fork` integer NOT NULL,
	`default_branch` text,
	`created_at` text,
	`pushed_at` text,
	`talked_at` text,
	`commented_at` text,
	`discussed_at` text,
	`released_at` text,
	`first_seen` text NOT NULL,
	`closed_at` text
);
--> statement-breakpoint
CREATE INDEX `repositories_org` ON `repositories` (`org_id`);--> statement-breakpoint
CREATE TABLE `teams` (
	`id` integer PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`privacy` text NOT NULL,
	`first_seen` text NOT NULL,
	`closed_at` text
);
--> statement-breakpoint
CREATE INDEX `teams_org` ON `teams` (`org_id`);--> statement-breakpoint
CREATE TABLE `letters` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`channel` text NOT NULL,
	`kind` text NOT NULL,
	`letter` text NOT NULL,
	`status` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`not_before` text NOT NULL,
	`written_at` text NOT NULL,
	`delivered_at` text,
	`trouble` text
);
--> statement-breakpoint
CREATE INDEX `letters_due` ON `letters` (`status`,`not_before`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`received_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `joins` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`)
);
--> statement-breakpoint
CREATE TABLE `prompts` (
	`org_id` integer NOT NULL,
	`kind` text NOT NULL,
	`target_id` integer NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`org_id`, `kind`, `target_id`)
);
--> statement-breakpoint
CREATE TABLE `decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`proposal_id` text NOT NULL,
	`voter` text NOT NULL,
	`by` text NOT NULL,
	`decision` text NOT NULL,
	`reason` text NOT NULL,
	`until` text,
	`role` text,
	`plan` text NOT NULL,
	`at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `decisions_one_vote` ON `decisions` (`proposal_id`,`voter`);--> statement-breakpoint
CREATE TABLE `outcomes` (
	`revocation_id` text NOT NULL,
	`step` integer NOT NULL,
	`action` text NOT NULL,
	`target` text NOT NULL,
	`status` text NOT NULL,
	`at` text NOT NULL,
	`error` text,
	PRIMARY KEY(`revocation_id`, `step`)
);
--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`review_id` text NOT NULL,
	`org_id` integer NOT NULL,
	`subject_key` text NOT NULL,
	`subject` text NOT NULL,
	`verdict` text NOT NULL,
	`reason` text NOT NULL,
	`findings` text NOT NULL,
	`evidence` text NOT NULL,
	`risk` text NOT NULL,
	`risk_score` integer NOT NULL,
	`plan` text NOT NULL,
	`consequences` text NOT NULL,
	`grants_then` text NOT NULL,
	`status` text NOT NULL,
	`stale` text,
	`opened_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_subject` ON `proposals` (`review_id`,`subject_key`);--> statement-breakpoint
CREATE INDEX `proposals_rank` ON `proposals` (`review_id`,`risk_score`);--> statement-breakpoint
CREATE INDEX `proposals_org` ON `proposals` (`org_id`);--> statement-breakpoint
CREATE TABLE `reviews` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`quarter` text NOT NULL,
	`opened_at` text NOT NULL,
	`opened_by` text NOT NULL,
	`due_at` text NOT NULL,
	`closed_at` text,
	`audit_id` text NOT NULL,
	`scope` text NOT NULL,
	`reminders` integer DEFAULT 0 NOT NULL,
	`reminded_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reviews_one_open` ON `reviews` (`org_id`) WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX `reviews_org` ON `reviews` (`org_id`);--> statement-breakpoint
CREATE TABLE `revocations` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` integer NOT NULL,
	`status` text NOT NULL,
	`started_by` text NOT NULL,
	`started_at` text NOT NULL,
	`finished_at` text,
	`attempt` integer DEFAULT 0 NOT NULL,
	`rehearsal` integer NOT NULL,
	`before_image` text,
	`verified` integer,
	`reason` text,
	`counted_at` text
);
--> statement-breakpoint
CREATE INDEX `revocations_budget` ON `revocations` (`org_id`,`counted_at`);--> statement-breakpoint
CREATE TABLE `api_tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`name` text NOT NULL,
	`account_id` integer NOT NULL,
	`login` text NOT NULL,
	`scope` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`ended_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_tokens_token_hash_unique` ON `api_tokens` (`token_hash`);--> statement-breakpoint
CREATE INDEX `api_tokens_account` ON `api_tokens` (`account_id`);--> statement-breakpoint
CREATE TABLE `looks` (
	`key` text PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE `oauth_states` (
	`state_hash` text PRIMARY KEY NOT NULL,
	`browser_hash` text NOT NULL,
	`return_to` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `rights` (
	`key` text PRIMARY KEY NOT NULL,
	`role` text NOT NULL,
	`checked_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`account_id` integer NOT NULL,
	`login` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account_id`);--> statement-breakpoint
CREATE TABLE `watermarks` (
	`org_id` integer NOT NULL,
	`source` text NOT NULL,
	`scope_id` integer NOT NULL,
	`since` text NOT NULL,
	`read_to` text NOT NULL,
	`mark` text,
	PRIMARY KEY(`org_id`, `source`, `scope_id`)
);
