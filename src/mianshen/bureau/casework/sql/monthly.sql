WITH asked AS MATERIALIZED (
    SELECT o.* FROM casework_order AS o
    WHERE {scope} AND o.state <> 'void' AND CASE
        WHEN %(only)s::bigint IS NOT NULL THEN o.id = %(only)s
        ELSE o.period = coalesce(nullif(%(period)s, ''), (
            SELECT o.period FROM casework_order AS o
            WHERE {scope} AND o.state <> 'void' ORDER BY o.period DESC LIMIT 1
        ))
    END
)
SELECT o.id, o.person, o.region, o.flow_id, o.state, o.stage, o.is_frozen, o.period,
    sum(line.amount_fen)::bigint, array_agg(DISTINCT line.event) FILTER (WHERE line.event IS NOT NULL)
FROM asked AS o
JOIN casework_order_line AS line ON line.order_id = o.id AND line.state IN ('open', 'approved')
GROUP BY o.id, o.person, o.region, o.flow_id, o.state, o.stage, o.is_frozen, o.period
ORDER BY o.id
