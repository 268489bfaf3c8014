ALTER TABLE `decisions` ADD `batch` text;--> statement-breakpoint
ALTER TABLE `decisions` ADD `repositories` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `power` text DEFAULT 'membership_only' NOT NULL;--> statement-breakpoint
ALTER TABLE `proposals` ADD `choices` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `scope` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `last_active_at` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `stopped_by` text;--> statement-breakpoint
ALTER TABLE `proposals` ADD `stopped_at` text;