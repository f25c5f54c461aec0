INSERT INTO casework_task (order_id, stage, department)
SELECT DISTINCT o.id, %(stage)s::smallint,
    CASE WHEN %(by_department)s THEN line.department ELSE '' END
FROM casework_order AS o
JOIN casework_order_line AS line ON line.order_id = o.id AND line.state = 'open'
WHERE o.id = ANY(%(orders)s)
ON CONFLICT (order_id, stage, department) WHERE state <> 'dropped' DO NOTHING
