CREATE TABLE `logged_dates` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`kind` text NOT NULL,
	`target_id` integer NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`, `kind`, `target_id`)
);
