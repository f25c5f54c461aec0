-- Every line of the file with its effect: `paid`, `refused`, `returned` (after it was paid), or
-- nothing, because it says what was known or that the bank is not done.
INSERT INTO payout_return_line (file_id, payment_id, place, outcome, effect, code, reason)
SELECT %(file)s, payment.id, answer.place, answer.outcome,
    CASE
        WHEN answer.outcome = 'waiting' THEN 'none'
        WHEN payment.outcome IS NULL THEN answer.outcome
        WHEN payment.outcome = 'paid' AND answer.outcome = 'refused' THEN 'returned'
        ELSE 'none'
    END,
    answer.code, answer.reason
FROM payout_answered AS answer
JOIN payout_payment AS payment ON payment.number = answer.payment
ORDER BY answer.place
