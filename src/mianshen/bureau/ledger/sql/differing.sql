-- Keys that were used before for something else.
SELECT sent.key
FROM ledger_sent AS sent
LEFT JOIN ledger_transfer AS kept ON kept.key = sent.key
LEFT JOIN ledger_account AS debit ON debit.id = kept.debit_id
LEFT JOIN ledger_account AS credit ON credit.id = kept.credit_id
WHERE (
    debit.book, debit.kind, debit.holder, credit.kind, credit.holder,
    kept.amount_fen, kept.phase, kept.reason, kept.subject
) IS DISTINCT FROM (
    sent.book, sent.debit_kind, sent.debit_holder, sent.credit_kind, sent.credit_holder,
    sent.amount_fen, sent.phase, sent.reason, sent.subject
)
ORDER BY sent.place
LIMIT 5
