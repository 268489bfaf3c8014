-- Proposals that an earlier version opened get the group in which they stand, and their newest act to sort by.
UPDATE proposals SET
  last_active_at = CASE WHEN json_valid(evidence) THEN json_extract(evidence, '$[0].at') END,
  power = CASE
    WHEN json_valid(risk) AND json_extract(risk, '$.privileged') = 1 THEN 'owners_and_admins'
    WHEN subject_key LIKE 'credential:%' AND reason LIKE 'Expired%' THEN 'clean_up'
    WHEN subject_key LIKE 'credential:%' THEN 'credentials'
    WHEN subject_key LIKE 'invitation:%' AND risk_score = 330 THEN 'owners_and_admins'
    WHEN subject_key LIKE 'invitation:%' THEN 'invitations'
    WHEN risk_score >= 350 THEN 'can_push'
    ELSE 'membership_only' END
WHERE choices IS NULL;
