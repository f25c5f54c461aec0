-- Accounts that what was sent would overdraw, and by how much.
SELECT account.kind, account.holder,
    sum(sent.amount_fen) - (
        account.credits_posted_fen - account.debits_posted_fen - account.debits_pending_fen
    ) AS short_fen
FROM ledger_sent AS sent
JOIN ledger_account AS account
    ON (account.book, account.kind, account.holder)
        = (sent.book, sent.debit_kind, sent.debit_holder)
WHERE NOT account.is_border
    AND NOT EXISTS (SELECT 1 FROM ledger_transfer AS kept WHERE kept.key = sent.key)
GROUP BY account.id
HAVING sum(sent.amount_fen)
    > account.credits_posted_fen - account.debits_posted_fen - account.debits_pending_fen
ORDER BY account.id
LIMIT 5
