WITH mine AS MATERIALIZED (
    SELECT o.* FROM casework_order AS o
    WHERE {scope} AND o.state <> 'void'
        AND (%(only)s::bigint IS NULL OR o.id = %(only)s)
), asked AS MATERIALIZED (
    SELECT mine.* FROM mine
    WHERE %(only)s::bigint IS NOT NULL
        OR mine.period = coalesce(nullif(%(period)s, ''), (SELECT max(period) FROM mine))
), held AS (
    SELECT line.order_id, sum(line.amount_fen)::bigint AS fen,
        array_agg(line.pack ORDER BY line.id) AS packs,
        array_agg(line.programme ORDER BY line.id) AS programmes,
        array_agg(line.event ORDER BY line.id) AS events,
        array_agg(line.amount_fen ORDER BY line.id) AS amounts
    FROM casework_order_line AS line
    WHERE line.order_id IN (SELECT id FROM asked) AND line.state IN ('open', 'approved')
    GROUP BY line.order_id
), firsts AS (
    SELECT min(o.id) AS id FROM casework_order AS o
    WHERE o.person IN (SELECT person FROM asked) AND o.state <> 'void'
    GROUP BY o.person
)
SELECT o.id, o.person, o.region, o.flow_id, o.state, o.stage, o.is_frozen, o.period, held.fen,
    held.packs, held.programmes, held.events, held.amounts, firsts.id IS NOT NULL
FROM asked AS o
JOIN held ON held.order_id = o.id
LEFT JOIN firsts ON firsts.id = o.id
ORDER BY o.id
