SELECT o.id, o.person, o.region, o.flow_id, o.state, o.stage, o.opened_at,
    coalesce(sum(line.amount_fen) FILTER (WHERE line.state IN ('open', 'approved')), 0)::bigint,
    max(line.settled_on) FILTER (WHERE line.state IN ('open', 'approved')),
    coalesce(array_agg(line.key) FILTER (WHERE line.state IN ('open', 'approved')), '{}')
FROM casework_order AS o
LEFT JOIN casework_order_line AS line ON line.order_id = o.id
GROUP BY o.id
ORDER BY o.id
