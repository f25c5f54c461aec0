-- Cash that came for lines voided since, less what went back already, by special account.
WITH came AS (
    SELECT fund.account, sum(line.amount_fen - line.offset_fen) AS fen
    FROM payout_payable AS line
    JOIN payout_request AS request ON request.id = line.request_id
    JOIN payout_fund AS fund ON fund.id = request.fund_id
    WHERE line.voided_at IS NOT NULL AND request.state = 'arrived'
    GROUP BY fund.account
), gone AS (
    SELECT giver.holder AS account, sum(transfer.amount_fen) AS fen
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS giver ON giver.id = transfer.debit_id
    JOIN ledger_account AS taker ON taker.id = transfer.credit_id
    WHERE giver.book = 'money' AND giver.kind = 'cash' AND taker.kind = 'treasury'
    GROUP BY giver.holder
)
SELECT came.account, (came.fen - coalesce(gone.fen, 0))::bigint
FROM came LEFT JOIN gone USING (account)
WHERE came.fen > coalesce(gone.fen, 0)
ORDER BY came.account
