-- Cash that came for lines voided since, less what went back already; is a key among that?
WITH came AS (
    SELECT coalesce(sum(line.amount_fen - line.offset_fen), 0) AS fen
    FROM payout_payable AS line
    JOIN payout_request AS request ON request.id = line.request_id
    JOIN payout_fund AS fund ON fund.id = request.fund_id
    WHERE fund.account = %(account)s AND line.voided_at IS NOT NULL AND request.state = 'arrived'
), gone AS (
    SELECT coalesce(sum(transfer.amount_fen), 0) AS fen,
        coalesce(bool_or(transfer.key = %(key)s), false) AS is_known
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS giver ON giver.id = transfer.debit_id
    JOIN ledger_account AS taker ON taker.id = transfer.credit_id
    WHERE giver.book = 'money' AND giver.kind = 'cash' AND giver.holder = %(account)s
        AND taker.kind = 'treasury'
)
SELECT (came.fen - gone.fen)::bigint, gone.is_known FROM came, gone
