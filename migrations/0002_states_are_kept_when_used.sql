ALTER TABLE `oauth_states` DROP COLUMN `browser_hash`;--> statement-breakpoint
ALTER TABLE `oauth_states` DROP COLUMN `return_to`;