CREATE TABLE `odd_acts` (
	`org_id` integer NOT NULL,
	`account_id` integer NOT NULL,
	`sentence` text NOT NULL,
	`seen_at` text NOT NULL,
	PRIMARY KEY(`org_id`, `account_id`)
);
