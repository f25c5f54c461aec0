INSERT INTO casework_clock (order_id, code, began_on, due_on, is_assumed, stand, ended_on)
SELECT * FROM unnest(
    %(orders)s::bigint[], %(codes)s::text[], %(began)s::date[], %(due)s::date[],
    %(assumed)s::boolean[], %(stands)s::text[], %(ended)s::date[])
ON CONFLICT (order_id, code) DO UPDATE SET
    began_on = excluded.began_on, due_on = excluded.due_on, is_assumed = excluded.is_assumed,
    stand = excluded.stand, ended_on = excluded.ended_on
WHERE (casework_clock.began_on, casework_clock.due_on, casework_clock.is_assumed,
        casework_clock.stand, casework_clock.ended_on)
    IS DISTINCT FROM (excluded.began_on, excluded.due_on, excluded.is_assumed,
        excluded.stand, excluded.ended_on)
