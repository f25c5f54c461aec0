-- Keys that were handed over before with another content.
SELECT received.key
FROM payout_received AS received
JOIN payout_payable AS kept ON kept.key = received.key
JOIN payout_fund AS fund ON fund.id = kept.fund_id
WHERE (kept.person, kept.payee, kept.programme, kept.event, kept.amount_fen, fund.code,
        kept.basis_on)
    IS DISTINCT FROM (received.person, received.payee, received.programme, received.event,
        received.amount_fen, received.fund, received.basis_on)
ORDER BY received.key
LIMIT 5
