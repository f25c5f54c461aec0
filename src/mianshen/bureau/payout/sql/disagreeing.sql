-- Lines whose fen in the ledger are not where their payments say: none, or something was touched.
WITH held AS (
    SELECT substr(holder, 6) AS key, kind, credits_posted_fen - debits_posted_fen AS held_fen,
        debits_pending_fen AS leaving_fen
    FROM ledger_account
    WHERE book = 'claims' AND holder LIKE 'line:%%'
), states AS (
    SELECT key,
        coalesce(sum(held_fen) FILTER (WHERE kind NOT IN
            ('entitled', 'ordered', 'approved')), 0) AS taken_fen,
        coalesce(sum(held_fen) FILTER (WHERE kind IN
            ('paid', 'reclaimed', 'recovered', 'waived', 'written_off')), 0) AS paid_fen,
        coalesce(sum(leaving_fen) FILTER (WHERE kind = 'payable'), 0) AS leaving_fen,
        coalesce(sum(held_fen) FILTER (WHERE kind IN
            ('void', 'in_correction', 'forgone')), 0) AS void_fen
    FROM held
    GROUP BY key
), told AS (
    SELECT line.key, line.amount_fen, line.voided_at,
        coalesce(sum(payment.amount_fen) FILTER (WHERE payment.outcome = 'paid'), 0) AS paid_fen,
        coalesce(sum(payment.amount_fen) FILTER (WHERE payment.outcome IS NULL
            AND payment.id IS NOT NULL), 0) AS leaving_fen
    FROM payout_payable AS line
    LEFT JOIN payout_payment AS payment ON payment.line_id = line.id
    GROUP BY line.id
)
SELECT told.key
FROM told
LEFT JOIN states ON states.key = told.key
WHERE (coalesce(states.taken_fen, 0), coalesce(states.leaving_fen, 0))
        <> (told.amount_fen, told.leaving_fen)
    OR coalesce(states.paid_fen, 0) > told.paid_fen
    OR (told.voided_at IS NULL AND coalesce(states.void_fen, 0) <> 0)
ORDER BY told.key
