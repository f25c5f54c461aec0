-- Where some orders stand that can be decided, and the regions that answer for them.
SELECT flow_id, stage, array_agg(DISTINCT region ORDER BY region), count(*)
FROM casework_order
WHERE id = ANY(%(orders)s) AND state IN ('received', 'in_approval') AND NOT is_frozen
GROUP BY flow_id, stage
