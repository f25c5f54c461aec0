-- Who decided some stages of some orders, and for whom.
SELECT DISTINCT decided_by, decided_for FROM casework_task
WHERE order_id = ANY(%(orders)s) AND stage = ANY(%(stages)s) AND decided_by IS NOT NULL
