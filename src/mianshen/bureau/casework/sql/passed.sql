-- Orders of which enough tasks of a stage are approved; no number means all of them.
SELECT order_id FROM casework_task
WHERE order_id = ANY(%(orders)s) AND stage = %(stage)s AND state IN ('open', 'approved')
GROUP BY order_id
HAVING count(*) FILTER (WHERE state = 'approved')
    >= least(count(*), coalesce(%(needs)s::bigint, count(*)))
ORDER BY order_id
