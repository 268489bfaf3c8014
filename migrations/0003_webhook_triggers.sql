CREATE TABLE `triggers` (
	`org_id` integer NOT NULL,
	`repository_id` integer NOT NULL,
	`at` text NOT NULL,
	PRIMARY KEY(`org_id`, `repository_id`)
);

--> statement-breakpoint
-- What the previous version has noted: of its kinds with targets only uncommon activity (rare_acts) names a repository.
INSERT INTO `triggers` (`org_id`, `repository_id`, `at`)
SELECT `org_id`, CASE `kind` WHEN 'rare_acts' THEN `target_id` ELSE 0 END, max(`at`) FROM `prompts` GROUP BY 1, 2;
