-- The days of everything that begins or ends a clock, of orders (some, or all) that some clock may
-- still run for.
WITH looked_at AS (
    SELECT o.* FROM casework_order AS o
    WHERE (%(orders)s::bigint[] IS NULL OR o.id = ANY(%(orders)s)) AND o.state <> 'void' AND (
        o.state <> 'approved'
        OR NOT EXISTS (SELECT 1 FROM casework_clock AS c WHERE c.order_id = o.id)
        OR EXISTS (SELECT 1 FROM casework_clock AS c WHERE c.order_id = o.id AND c.ended_on IS NULL)
    )
), acts AS (
    SELECT step.order_id,
        max(step.at) FILTER (WHERE step.act = 'handed_down') AS handed_down,
        max(step.at) FILTER (WHERE step.act = 'received') AS received,
        max(step.at) FILTER (WHERE step.act LIKE 'approved:%%' AND step.stage = 0) AS confirmed,
        max(step.at) FILTER (WHERE step.act LIKE 'approved:%%') AS approved
    FROM casework_step AS step
    JOIN looked_at ON looked_at.id = step.order_id
    GROUP BY step.order_id
), held AS (
    SELECT line.order_id,
        min(line.settled_on) AS settled,
        array_agg(line.key) FILTER (WHERE line.state = 'approved') AS keys
    FROM casework_order_line AS line
    JOIN looked_at ON looked_at.id = line.order_id
    WHERE line.state IN ('open', 'approved')
    GROUP BY line.order_id
)
SELECT o.id, o.flow_id, o.region, o.state, o.stage,
    held.settled,
    (o.opened_at AT TIME ZONE %(zone)s)::date,
    CASE WHEN o.state <> 'pending'
        THEN (coalesce(acts.handed_down, o.opened_at) AT TIME ZONE %(zone)s)::date END,
    CASE WHEN o.state IN ('received', 'in_approval', 'approved')
        THEN (acts.received AT TIME ZONE %(zone)s)::date END,
    CASE WHEN o.state IN ('in_approval', 'approved')
        THEN (acts.confirmed AT TIME ZONE %(zone)s)::date END,
    CASE WHEN o.state = 'approved' THEN (acts.approved AT TIME ZONE %(zone)s)::date END,
    coalesce(held.keys, '{}')
FROM looked_at AS o
LEFT JOIN acts ON acts.order_id = o.id
LEFT JOIN held ON held.order_id = o.id
ORDER BY o.id
