-- The waiting lines of a fund in the order of their dates, as far as the money reaches; the first
-- that does not fit and all after it wait.
WITH waiting AS (
    SELECT id, amount_fen - offset_fen AS due_fen,
        sum(amount_fen - offset_fen) OVER (ORDER BY basis_on, key) AS running_fen
    FROM payout_payable
    WHERE fund_id = %(fund)s AND request_id IS NULL AND voided_at IS NULL
        AND amount_fen > offset_fen
)
UPDATE payout_payable AS line
SET request_id = %(request)s
FROM waiting
WHERE line.id = waiting.id AND waiting.running_fen <= %(reach_fen)s
