-- A key that is known already is left alone: it is compared with what was sent afterwards.
-- Each account is looked up by all that names it: the parts of a name go together, of which the
-- planner knows nothing, and joined as tables it read every account of the book for each transfer.
INSERT INTO ledger_transfer (key, debit_id, credit_id, amount_fen, phase, reason, subject)
SELECT sent.key, debit.id, credit.id, sent.amount_fen, sent.phase, sent.reason, sent.subject
FROM ledger_sent AS sent
CROSS JOIN LATERAL (
    SELECT id FROM ledger_account
    WHERE (book, kind, holder) = (sent.book, sent.debit_kind, sent.debit_holder)
    LIMIT 1
) AS debit
CROSS JOIN LATERAL (
    SELECT id FROM ledger_account
    WHERE (book, kind, holder) = (sent.book, sent.credit_kind, sent.credit_holder)
    LIMIT 1
) AS credit
ORDER BY sent.key
ON CONFLICT (key) DO NOTHING
