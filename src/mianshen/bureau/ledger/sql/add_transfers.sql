-- A key that is known already is left alone: it is compared with what was sent afterwards.
INSERT INTO ledger_transfer (key, debit_id, credit_id, amount_fen, phase, reason, subject)
SELECT sent.key, debit.id, credit.id, sent.amount_fen, sent.phase, sent.reason, sent.subject
FROM ledger_sent AS sent
JOIN ledger_account AS debit
    ON (debit.book, debit.kind, debit.holder) = (sent.book, sent.debit_kind, sent.debit_holder)
JOIN ledger_account AS credit
    ON (credit.book, credit.kind, credit.holder)
        = (sent.book, sent.credit_kind, sent.credit_holder)
ORDER BY sent.key
ON CONFLICT (key) DO NOTHING
