-- What left one place for others, oldest first.
SELECT transfer.id, transfer.at, transfer.key, debit.kind, debit.holder, debit.is_border,
    credit.kind, credit.holder, credit.is_border, transfer.amount_fen, transfer.reason,
    transfer.subject
FROM ledger_account AS debit
JOIN ledger_transfer AS transfer ON transfer.debit_id = debit.id
JOIN ledger_account AS credit ON credit.id = transfer.credit_id
WHERE debit.book = %s AND debit.kind = %s AND debit.holder = %s
    AND transfer.phase IN ('posted', 'post')
ORDER BY transfer.id
