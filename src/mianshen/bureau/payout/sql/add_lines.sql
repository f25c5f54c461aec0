-- What is known already is left alone: it was compared with what was handed over.
INSERT INTO payout_payable
    (key, person, payee, programme, event, amount_fen, fund_id, basis_on)
SELECT received.key, received.person, received.payee, received.programme, received.event,
    received.amount_fen, fund.id, received.basis_on
FROM payout_received AS received
JOIN payout_fund AS fund ON fund.code = received.fund
ORDER BY received.key
ON CONFLICT (key) DO NOTHING
RETURNING key, amount_fen
