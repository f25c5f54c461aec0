-- Orders to another state by one act; those that somebody moved meanwhile are left out.
WITH turned AS (
    UPDATE casework_order SET state = %(to)s
    WHERE id = ANY(%(orders)s) AND state = %(origin)s AND NOT is_frozen
    RETURNING id, stage
), noted AS (
    INSERT INTO casework_step (order_id, act, stage, staff, principal, at)
    SELECT id, %(act)s, stage, %(staff)s, %(principal)s, %(at)s FROM turned
    ORDER BY id
)
SELECT count(*) FROM turned
