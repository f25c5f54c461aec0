SELECT line.key, coalesce(payment.settled_on, line.voided_at::date)
FROM payout_payable AS line
LEFT JOIN payout_payment AS payment ON payment.line_id = line.id AND payment.outcome = 'paid'
WHERE line.key = ANY(%(keys)s) AND coalesce(payment.settled_on, line.voided_at::date) IS NOT NULL
