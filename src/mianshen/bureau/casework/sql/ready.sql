-- Whoever comes second waits here, and then finds them moved.
SELECT id FROM casework_order
WHERE id = ANY(%(orders)s) AND stage = %(stage)s AND NOT is_frozen
    AND state IN ('received', 'in_approval')
ORDER BY id
FOR UPDATE
