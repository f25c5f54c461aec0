-- What waited, was approved, paid and came back in a period, by {keys} and in all. What waits is
-- what is approved, payable or returned; it is counted back from what stands there now.
WITH moves AS (
    SELECT substr(credit.holder, 6) AS key, {not_after} AS is_in, t.amount_fen,
        (credit.kind IN ('approved', 'payable', 'returned'))::int
            - (debit.kind IN ('approved', 'payable', 'returned'))::int AS waits,
        CASE
            WHEN debit.kind = 'payable' AND credit.kind = 'paid' THEN 'paid'
            WHEN debit.kind = 'paid' AND credit.kind = 'returned' THEN 'returned'
            WHEN credit.kind IN ('in_correction', 'forgone') THEN 'void'
            WHEN credit.kind IN ('set_off', 'void', 'recovered') THEN credit.kind
            ELSE 'approved'
        END AS what
    FROM ledger_transfer AS t
    JOIN ledger_account AS debit ON debit.id = t.debit_id
    JOIN ledger_account AS credit ON credit.id = t.credit_id
    WHERE debit.book = 'claims' AND t.phase IN ('posted', 'post') AND {not_before}
        AND credit.is_border IS FALSE
        AND (credit.kind = 'recovered' OR (credit.kind IN ('approved', 'payable', 'returned'))
            <> (debit.kind IN ('approved', 'payable', 'returned')))
), counted AS (
    SELECT substr(holder, 6) AS key, 'now' AS what, true AS is_in,
        credits_posted_fen - debits_posted_fen AS fen, 0 AS waits
    FROM ledger_account
    WHERE book = 'claims' AND kind IN ('approved', 'payable', 'returned')
        AND credits_posted_fen <> debits_posted_fen
    UNION ALL
    SELECT key, what, is_in, amount_fen, waits FROM moves
), told AS (
    SELECT counted.*, coalesce(held.person, line.person) AS person,
        coalesce(held.department, '') AS department, coalesce(held.pack, '') AS pack,
        coalesce(held.programme, line.programme, '') AS programme,
        coalesce(o.region, %(whole)s) AS region,
        CASE WHEN o.id IS NULL THEN '' ELSE substr(o.region, 1, 9) || '000' END AS township
    FROM counted
    LEFT JOIN casework_order_line AS held ON held.key = counted.key
    LEFT JOIN casework_order AS o ON o.id = held.order_id
    LEFT JOIN payout_payable AS line ON line.key = counted.key
)
SELECT grouping({first}) = 1 AS is_total, {keys},
    (coalesce(sum(fen) FILTER (WHERE what = 'now'), 0) - coalesce(sum(fen * waits), 0))::bigint,
    count(DISTINCT person) FILTER (WHERE what = 'approved' AND is_in),
    count(*) FILTER (WHERE what = 'approved' AND is_in),
    coalesce(sum(fen * waits) FILTER (WHERE what = 'approved' AND is_in), 0)::bigint,
    count(DISTINCT person) FILTER (WHERE what = 'paid' AND is_in),
    count(*) FILTER (WHERE what = 'paid' AND is_in),
    coalesce(sum(fen) FILTER (WHERE what = 'paid' AND is_in), 0)::bigint,
    coalesce(sum(fen) FILTER (WHERE what = 'returned' AND is_in), 0)::bigint,
    coalesce(sum(fen) FILTER (WHERE what = 'set_off' AND is_in), 0)::bigint,
    coalesce(sum(fen) FILTER (WHERE what = 'void' AND is_in), 0)::bigint,
    (coalesce(sum(fen) FILTER (WHERE what = 'now'), 0)
        - coalesce(sum(fen * waits) FILTER (WHERE NOT is_in), 0))::bigint,
    coalesce(sum(fen) FILTER (WHERE what = 'recovered' AND is_in), 0)::bigint
FROM told
WHERE {scope}
GROUP BY GROUPING SETS (({keys}), ())
ORDER BY is_total, {keys}
