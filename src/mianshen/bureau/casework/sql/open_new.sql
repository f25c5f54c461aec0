-- Whoever opens an order of the same person and period at the same moment comes first or waits.
INSERT INTO casework_order (person, period, region, flow_id, state, opened_at)
SELECT new.person, %(period)s, new.region, %(flow)s, %(state)s, %(at)s
FROM unnest(%(people)s::bigint[], %(regions)s::text[]) AS new (person, region)
ORDER BY new.person
ON CONFLICT (person, period) WHERE state IN ('pending', 'handed_down', 'received') DO NOTHING
RETURNING id, person
