-- What was taken over for some people and not given up, and what of it the bank paid.
SELECT line.person, count(*), sum(line.amount_fen)::bigint,
    coalesce(sum(line.amount_fen) FILTER (WHERE last.outcome = 'paid'), 0)::bigint
FROM payout_payable AS line
LEFT JOIN LATERAL (
    SELECT payment.outcome FROM payout_payment AS payment
    WHERE payment.line_id = line.id ORDER BY payment.id DESC LIMIT 1
) AS last ON true
WHERE line.person = ANY(%(people)s::bigint[]) AND line.voided_at IS NULL
GROUP BY line.person
