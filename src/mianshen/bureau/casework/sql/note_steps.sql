INSERT INTO casework_step (order_id, act, stage, note, at)
SELECT o.id, %(act)s, o.stage, %(note)s, %(at)s FROM casework_order AS o
WHERE o.id = ANY(%(orders)s)
ORDER BY o.id
