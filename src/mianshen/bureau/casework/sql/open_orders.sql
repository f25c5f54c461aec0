-- The open order of each person in a period, held until the transaction ends.
SELECT id, person FROM casework_order
WHERE person = ANY(%(people)s) AND period = %(period)s
    AND state IN ('pending', 'handed_down', 'received')
ORDER BY id
FOR UPDATE
