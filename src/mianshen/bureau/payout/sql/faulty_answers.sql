-- Lines that cannot be believed: of no payment of this batch, with another amount, contradicting
-- another line of the file, or what was known before.
WITH answers AS (
    SELECT answer.place, answer.payment, answer.outcome, answer.amount_fen, payment.id,
        payment.batch_id, payment.amount_fen AS due_fen, payment.outcome AS known,
        min(answer.outcome) OVER same <> max(answer.outcome) OVER same AS contradicts
    FROM payout_answered AS answer
    LEFT JOIN payout_payment AS payment ON payment.number = answer.payment
    WINDOW same AS (PARTITION BY answer.payment)
)
SELECT place, payment,
    CASE
        WHEN id IS NULL THEN 'unknown'
        WHEN batch_id <> %(batch)s THEN 'foreign'
        WHEN amount_fen <> due_fen THEN 'amount'
        WHEN contradicts THEN 'contradiction'
        WHEN known IN ('refused', 'returned') AND outcome = 'paid' THEN 'revived'
        ELSE 'cancelled'
    END AS fault
FROM answers
WHERE id IS NULL OR batch_id <> %(batch)s OR amount_fen <> due_fen OR contradicts
    OR (known IN ('refused', 'returned') AND outcome = 'paid') OR known = 'cancelled'
ORDER BY place
LIMIT 10
