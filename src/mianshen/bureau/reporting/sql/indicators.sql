-- What a bureau is measured by, by month and for the year, of the orders within {scope}.
WITH seen AS (
    SELECT o.id, o.person, o.state, (o.opened_at AT TIME ZONE %(zone)s)::date AS opened_on
    FROM casework_order AS o
    WHERE o.state <> 'void' AND {scope}
), paid AS (
    SELECT held.event, held.person, max(payment.settled_on) AS day,
        min(coalesce(bill.enddate, held.settled_on)) AS left_on
    FROM casework_order_line AS held
    JOIN seen ON seen.id = held.order_id
    JOIN payout_payable AS line ON line.key = held.key
    JOIN payout_payment AS payment ON payment.line_id = line.id AND payment.outcome = 'paid'
    LEFT JOIN claims_settlement AS bill
        ON bill.setl_id = held.event AND bill.person = held.person AND bill.known_to IS NULL
    WHERE held.event IS NOT NULL
    GROUP BY held.event, held.person
), opened AS (
    SELECT seen.opened_on AS day,
        EXISTS (SELECT 1 FROM casework_pause AS pause
            WHERE pause.order_id = seen.id AND pause.reason = 'supplement') AS is_asked,
        (SELECT count(DISTINCT i.identity) FROM registry_identity AS i
            WHERE i.person_id = seen.person AND i.known_to IS NULL
                AND i.valid_from <= seen.opened_on
                AND coalesce(i.grace_until, i.valid_to, 'infinity') >= seen.opened_on) > 1
            AS is_multiple
    FROM seen
), done AS (
    SELECT max(step.at AT TIME ZONE %(zone)s)::date AS day
    FROM casework_step AS step
    JOIN seen ON seen.id = step.order_id
    WHERE seen.state = 'approved' AND step.act LIKE 'approved:%%'
    GROUP BY step.order_id
), clocks AS (
    SELECT coalesce(clock.ended_on, clock.due_on) AS day, clock.stand = 'kept' AS is_kept
    FROM casework_clock AS clock
    JOIN seen ON seen.id = clock.order_id
    WHERE clock.stand IN ('kept', 'missed', 'overdue')
), told AS (
    SELECT day, 'days' AS what, (day - left_on) AS value FROM paid
    UNION ALL SELECT day, 'documents', is_asked::int FROM opened
    UNION ALL SELECT day, 'multiple', is_multiple::int FROM opened
    UNION ALL SELECT day, 'done', 1 FROM done
    UNION ALL SELECT day, 'kept', is_kept::int FROM clocks
)
SELECT date_trunc('month', day)::date AS month, what, count(*), sum(value)::bigint,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY value),
    percentile_disc(0.9) WITHIN GROUP (ORDER BY value)
FROM told
WHERE day >= %(first)s AND day < %(before)s
GROUP BY GROUPING SETS ((date_trunc('month', day), what), (what))
ORDER BY month, what
