-- Keys under which nothing was pending.
SELECT asked.key
FROM unnest(%(keys)s::text[]) AS asked (key)
LEFT JOIN ledger_transfer AS pending ON pending.key = asked.key AND pending.phase = 'pending'
WHERE pending.id IS NULL
ORDER BY asked.key
LIMIT 5
