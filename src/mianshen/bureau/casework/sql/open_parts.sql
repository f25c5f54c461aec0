SELECT task.department, array_agg(o.id ORDER BY o.id)
FROM casework_order AS o
JOIN casework_task AS task ON task.order_id = o.id AND task.stage = o.stage
WHERE o.id = ANY(%(orders)s) AND o.stage = %(stage)s AND NOT o.is_frozen
    AND o.state IN ('received', 'in_approval') AND task.state = 'open'
GROUP BY task.department
ORDER BY task.department
