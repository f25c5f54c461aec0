-- What became of messages, of those that this run still holds: another may have taken one over.
UPDATE notice_message AS message
SET sent_at = CASE WHEN came.ending = 'sent' THEN %(now)s ELSE message.sent_at END,
    text = CASE WHEN came.ending = 'sent' THEN came.text ELSE message.text END,
    reference = CASE WHEN came.ending = 'sent' THEN came.reference ELSE message.reference END,
    given_up_at = CASE WHEN came.ending = 'given_up' THEN %(now)s ELSE message.given_up_at END,
    claimed_until = CASE WHEN came.ending = 'again' THEN NULL ELSE message.claimed_until END,
    why = came.why
FROM unnest(
    %(ids)s::bigint[], %(attempts)s::integer[], %(endings)s::text[],
    %(texts)s::text[], %(references)s::text[], %(whys)s::text[]
) AS came (id, attempts, ending, text, reference, why)
WHERE message.id = came.id AND message.attempts = came.attempts
    AND message.sent_at IS NULL AND message.given_up_at IS NULL
