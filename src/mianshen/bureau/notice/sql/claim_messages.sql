-- The oldest messages that nobody is sending now. One whose sender died is taken up again where
-- the way out knows repeats; otherwise it stays for a person to look at.
UPDATE notice_message AS message
SET claimed_until = %(now)s + interval '5 minutes', attempts = attempts + 1
WHERE id IN (
    SELECT id FROM notice_message
    WHERE sent_at IS NULL AND given_up_at IS NULL
        AND (claimed_until IS NULL OR (claimed_until < %(now)s AND %(knows_repeats)s))
        AND (%(funds)s::text[] IS NULL OR fund = ANY(%(funds)s))
    ORDER BY id
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
)
RETURNING id
