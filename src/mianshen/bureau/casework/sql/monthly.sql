WITH mine AS (
    SELECT o.* FROM casework_order AS o
    WHERE {scope} AND o.state <> 'void'
        AND (%(only)s::bigint IS NULL OR o.id = %(only)s)
), asked AS (
    SELECT coalesce(nullif(%(period)s, ''), (SELECT max(period) FROM mine)) AS period
)
SELECT o.id, o.person, o.region, o.flow_id, o.state, o.stage, o.is_frozen, o.period,
    array_agg(line.pack ORDER BY line.id), array_agg(line.programme ORDER BY line.id),
    array_agg(line.event ORDER BY line.id), array_agg(line.amount_fen ORDER BY line.id),
    NOT EXISTS (SELECT 1 FROM casework_order AS earlier
                WHERE earlier.person = o.person AND earlier.id < o.id
                    AND earlier.state <> 'void')
FROM mine AS o
JOIN asked ON o.period = asked.period OR %(only)s::bigint IS NOT NULL
JOIN casework_order_line AS line ON line.order_id = o.id AND line.state IN ('open', 'approved')
GROUP BY o.id, o.person, o.region, o.flow_id, o.state, o.stage, o.is_frozen, o.period
ORDER BY o.id
