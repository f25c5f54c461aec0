-- Whoever runs this again tells nobody anything twice.
WITH told AS (
    INSERT INTO casework_alert (order_id, code, kind, office, region, due_on, at)
    SELECT *, %(at)s FROM unnest(
        %(orders)s::bigint[], %(codes)s::text[], %(kinds)s::text[], %(offices)s::text[],
        %(regions)s::text[], %(due)s::date[])
    ON CONFLICT (order_id, code, kind, due_on) DO NOTHING
    RETURNING order_id, code, kind, office, due_on
), noted AS (
    INSERT INTO casework_step (order_id, act, stage, note, at)
    SELECT told.order_id, told.kind || ':' || told.code, o.stage,
        told.due_on::text || ' ' || told.office, %(at)s
    FROM told JOIN casework_order AS o ON o.id = told.order_id
    ORDER BY told.order_id, told.code
)
SELECT kind, count(*) FROM told GROUP BY kind
