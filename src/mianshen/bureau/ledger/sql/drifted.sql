-- Accounts whose kept balances are not the sum of their transfers: none, or the ledger was touched.
WITH sides AS (
    SELECT debit_id AS account_id, -1 AS side, phase, amount_fen FROM ledger_transfer
    UNION ALL
    SELECT credit_id, 1, phase, amount_fen FROM ledger_transfer
), counted AS (
    SELECT account_id,
        coalesce(sum(amount_fen) FILTER (WHERE side < 0 AND phase IN ('posted', 'post')), 0)
            AS debits,
        coalesce(sum(amount_fen) FILTER (WHERE side > 0 AND phase IN ('posted', 'post')), 0)
            AS credits,
        coalesce(sum(CASE phase WHEN 'pending' THEN amount_fen ELSE -amount_fen END)
            FILTER (WHERE side < 0 AND phase <> 'posted'), 0) AS debits_pending,
        coalesce(sum(CASE phase WHEN 'pending' THEN amount_fen ELSE -amount_fen END)
            FILTER (WHERE side > 0 AND phase <> 'posted'), 0) AS credits_pending
    FROM sides
    GROUP BY account_id
)
SELECT account.book, account.kind, account.holder
FROM ledger_account AS account
LEFT JOIN counted ON counted.account_id = account.id
WHERE (
    account.debits_posted_fen, account.credits_posted_fen,
    account.debits_pending_fen, account.credits_pending_fen
) <> (
    coalesce(counted.debits, 0), coalesce(counted.credits, 0),
    coalesce(counted.debits_pending, 0), coalesce(counted.credits_pending, 0)
)
ORDER BY account.id
