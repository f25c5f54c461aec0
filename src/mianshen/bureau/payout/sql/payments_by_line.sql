-- Every line taken over, or some of them, with its last payment where it has one.
SELECT DISTINCT ON (line.key) line.key, line.amount_fen, fund.code, payment.outcome,
    payment.settled_on
FROM payout_payable AS line
JOIN payout_fund AS fund ON fund.id = line.fund_id
LEFT JOIN payout_payment AS payment ON payment.line_id = line.id
WHERE %(keys)s::text[] IS NULL OR line.key = ANY(%(keys)s::text[])
ORDER BY line.key, payment.id DESC
