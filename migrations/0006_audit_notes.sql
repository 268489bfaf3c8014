CREATE TABLE `audit_notes` (
	`audit_id` text NOT NULL,
	`kind` text NOT NULL,
	`repository_id` integer NOT NULL,
	`value` text,
	PRIMARY KEY(`audit_id`, `kind`, `repository_id`)
);
