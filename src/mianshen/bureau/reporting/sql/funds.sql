-- What each fund had, was given, paid and got back in a period; counted back from what it has now.
WITH moves AS (
    SELECT credit.holder AS code, {not_after} AS is_in,
        CASE WHEN credit.kind = 'appropriation' THEN -t.amount_fen ELSE t.amount_fen END AS fen,
        CASE
            WHEN 'appropriation' IN (debit.kind, credit.kind) THEN 'appropriated'
            WHEN debit.kind = 'committed' AND credit.kind = 'spent' THEN 'paid'
            WHEN debit.kind = 'spent' AND credit.kind = 'committed' THEN 'returned'
            WHEN debit.kind = 'spent' THEN 'recovered'
            ELSE 'other'
        END AS what,
        (credit.kind = 'committed')::int - (debit.kind = 'committed')::int AS commits
    FROM ledger_transfer AS t
    JOIN ledger_account AS debit ON debit.id = t.debit_id
    JOIN ledger_account AS credit ON credit.id = t.credit_id
    WHERE debit.book = 'money' AND t.phase IN ('posted', 'post') AND {not_before}
        AND credit.kind IN ('appropriation', 'budget', 'committed', 'spent')
), held AS (
    SELECT holder AS code,
        sum(credits_posted_fen - debits_posted_fen)
            FILTER (WHERE kind IN ('budget', 'committed', 'overspend')) AS left_fen,
        sum(credits_posted_fen - debits_posted_fen) FILTER (WHERE kind = 'committed')
            AS committed_fen
    FROM ledger_account
    WHERE book = 'money' AND kind IN ('budget', 'committed', 'overspend')
    GROUP BY holder
), summed AS (
    SELECT code,
        coalesce(sum(CASE what WHEN 'appropriated' THEN fen WHEN 'returned' THEN fen
            WHEN 'recovered' THEN fen WHEN 'paid' THEN -fen ELSE 0 END), 0) AS since_first,
        coalesce(sum(CASE what WHEN 'appropriated' THEN fen WHEN 'returned' THEN fen
            WHEN 'recovered' THEN fen WHEN 'paid' THEN -fen ELSE 0 END)
            FILTER (WHERE NOT is_in), 0) AS since_last,
        coalesce(sum(fen * commits) FILTER (WHERE NOT is_in), 0) AS committed_since,
        coalesce(sum(fen) FILTER (WHERE what = 'appropriated' AND is_in), 0) AS appropriated,
        coalesce(sum(fen) FILTER (WHERE what = 'paid' AND is_in), 0) AS paid,
        coalesce(sum(fen) FILTER (WHERE what = 'returned' AND is_in), 0) AS returned,
        coalesce(sum(fen) FILTER (WHERE what = 'recovered' AND is_in), 0) AS recovered
    FROM moves
    GROUP BY code
), whole AS (
    SELECT fund.code, fund.name, fund.document, fund.year,
        (coalesce(held.left_fen, 0) - coalesce(summed.since_first, 0))::bigint AS opening,
        coalesce(summed.appropriated, 0)::bigint AS appropriated,
        coalesce(summed.paid, 0)::bigint AS paid,
        coalesce(summed.returned, 0)::bigint AS returned,
        coalesce(summed.recovered, 0)::bigint AS recovered,
        (coalesce(held.left_fen, 0) - coalesce(summed.since_last, 0))::bigint AS closing,
        (coalesce(held.committed_fen, 0) - coalesce(summed.committed_since, 0))::bigint
            AS committed
    FROM payout_fund AS fund
    LEFT JOIN held ON held.code = fund.code
    LEFT JOIN summed ON summed.code = fund.code
)
SELECT code, name, document, opening, appropriated, paid, returned, recovered, closing, committed
FROM whole
WHERE year = %(year)s OR opening <> 0 OR closing <> 0 OR appropriated <> 0 OR paid <> 0
    OR returned <> 0 OR recovered <> 0
ORDER BY year DESC, code
