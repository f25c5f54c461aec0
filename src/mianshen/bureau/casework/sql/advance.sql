-- To the first later stage that takes the sum of the order's lines; approved where there is none.
WITH sums AS (
    SELECT o.id, coalesce(sum(line.amount_fen) FILTER (WHERE line.state = 'open'), 0) AS fen
    FROM casework_order AS o
    LEFT JOIN casework_order_line AS line ON line.order_id = o.id
    WHERE o.id = ANY(%(orders)s) AND o.stage = %(stage)s
    GROUP BY o.id
), ahead AS (
    SELECT sums.id, (
        SELECT min(later.stage)
        FROM unnest(%(later)s::smallint[], %(above)s::bigint[], %(limited)s::boolean[])
            AS later (stage, above, limited)
        WHERE NOT later.limited OR sums.fen > later.above
    ) AS stage
    FROM sums
)
UPDATE casework_order AS o
SET stage = coalesce(ahead.stage, o.stage),
    state = CASE WHEN ahead.stage IS NULL THEN 'approved' ELSE 'in_approval' END
FROM ahead
WHERE o.id = ahead.id
RETURNING o.id, ahead.stage
