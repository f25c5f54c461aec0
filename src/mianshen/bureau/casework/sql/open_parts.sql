-- Asked for first, then their tasks: of tasks that were just opened the planner knows no number.
WITH asked AS MATERIALIZED (
    SELECT id FROM casework_order
    WHERE id = ANY(%(orders)s) AND stage = %(stage)s AND NOT is_frozen
        AND state IN ('received', 'in_approval')
)
SELECT task.department, array_agg(asked.id ORDER BY asked.id)
FROM asked
JOIN casework_task AS task ON task.order_id = asked.id AND task.stage = %(stage)s
WHERE task.state = 'open'
GROUP BY task.department
ORDER BY task.department
