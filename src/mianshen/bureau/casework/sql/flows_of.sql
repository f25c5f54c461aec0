SELECT flow_id, array_agg(id ORDER BY id) FROM casework_order
WHERE id = ANY(%(orders)s)
GROUP BY flow_id
ORDER BY flow_id
