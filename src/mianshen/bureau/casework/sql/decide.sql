WITH closed AS (
    UPDATE casework_task
    SET state = 'approved', decided_by = %(staff)s, decided_for = %(principal)s
    WHERE order_id = ANY(%(orders)s) AND stage = %(stage)s AND state = 'open'
        AND department = %(department)s
    RETURNING order_id
)
INSERT INTO casework_step (order_id, act, stage, staff, principal, note, at)
SELECT order_id, %(act)s, %(stage)s, %(staff)s, %(principal)s, %(note)s, %(at)s
FROM closed
ORDER BY order_id
