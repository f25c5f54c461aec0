SELECT fund.code, count(*), sum(line.amount_fen - line.offset_fen)
FROM payout_payable AS line
JOIN payout_fund AS fund ON fund.id = line.fund_id
WHERE fund.code = ANY(%(funds)s) AND line.request_id IS NULL AND line.voided_at IS NULL
GROUP BY fund.code
ORDER BY fund.code
