SELECT transfer.id, transfer.at, transfer.key, debit.kind, debit.holder, debit.is_border,
    credit.kind, credit.holder, credit.is_border, transfer.amount_fen, transfer.reason,
    transfer.subject
FROM ledger_transfer AS transfer
JOIN ledger_account AS debit ON debit.id = transfer.debit_id
JOIN ledger_account AS credit ON credit.id = transfer.credit_id
WHERE debit.book = %s AND transfer.phase IN ('posted', 'post')
    AND transfer.at >= %s AND transfer.at < %s
ORDER BY transfer.id
