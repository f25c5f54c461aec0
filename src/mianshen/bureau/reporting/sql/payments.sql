-- Payments of a period as they were carried out, and those that came back after, with a minus.
WITH told AS (
    SELECT t.id, (t.at AT TIME ZONE %(zone)s)::date AS day, payment.number, line.person,
        coalesce(held.department, '') AS department, coalesce(held.pack, '') AS pack,
        coalesce(held.programme, line.programme) AS programme, fund.name AS fund,
        coalesce(o.region, %(whole)s) AS region,
        CASE WHEN o.id IS NULL THEN '' ELSE substr(o.region, 1, 9) || '000' END AS township,
        CASE WHEN credit.kind = 'paid' THEN t.amount_fen ELSE -t.amount_fen END AS fen
    FROM ledger_transfer AS t
    JOIN ledger_account AS debit ON debit.id = t.debit_id
    JOIN ledger_account AS credit ON credit.id = t.credit_id
    JOIN payout_payment AS payment ON payment.number = substr(t.subject, 9)
    JOIN payout_payable AS line ON line.id = payment.line_id
    JOIN payout_fund AS fund ON fund.id = line.fund_id
    LEFT JOIN casework_order_line AS held ON held.key = line.key
    LEFT JOIN casework_order AS o ON o.id = held.order_id
    WHERE debit.book = 'claims' AND t.phase IN ('posted', 'post')
        AND {not_before} AND {not_after}
        AND (debit.kind, credit.kind) IN (('payable', 'paid'), ('paid', 'returned'))
)
SELECT count(*) OVER (), (sum(fen) OVER ())::bigint, row_number() OVER (ORDER BY id), id, day, number,
    person, pack, programme, fund, township, fen
FROM told
WHERE {scope}
ORDER BY id
OFFSET %(skip)s LIMIT %(size)s
