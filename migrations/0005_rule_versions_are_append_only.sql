-- The rules that hold now are the first version that is known: who set them, and when, stands in the history alone.
INSERT INTO `rule_versions` (`org_id`, `version`, `rules`, `by`, `at`)
SELECT `id`, `rules_version`, `rules`, NULL, `first_seen` FROM `organizations` WHERE `rules` IS NOT NULL;
--> statement-breakpoint
-- Versions are append-only: none is changed, removed or overwritten.
CREATE TRIGGER `rule_versions_refuse_update` BEFORE UPDATE ON `rule_versions`
BEGIN
  SELECT RAISE(ABORT, 'rule versions are append-only: one cannot be changed');
END;
--> statement-breakpoint
CREATE TRIGGER `rule_versions_refuse_delete` BEFORE DELETE ON `rule_versions`
BEGIN
  SELECT RAISE(ABORT, 'rule versions are append-only: one cannot be removed');
END;
