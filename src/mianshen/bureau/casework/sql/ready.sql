-- Whoever comes second waits here, and then finds them moved, or their part decided.
SELECT o.id FROM casework_order AS o
WHERE o.id = ANY(%(orders)s) AND o.stage = %(stage)s AND NOT o.is_frozen
    AND o.state IN ('received', 'in_approval')
    AND EXISTS (
        SELECT 1 FROM casework_task AS task
        WHERE task.order_id = o.id AND task.stage = o.stage AND task.state = 'open'
            AND task.department = %(department)s
    )
ORDER BY o.id
FOR UPDATE
