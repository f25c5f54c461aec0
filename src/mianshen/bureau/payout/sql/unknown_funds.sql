SELECT DISTINCT received.fund
FROM payout_received AS received
LEFT JOIN payout_fund AS fund ON fund.code = received.fund
WHERE fund.id IS NULL
ORDER BY received.fund
LIMIT 5
