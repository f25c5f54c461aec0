-- Lines of a request that are on no way to a card yet, and that no open task holds up; nobody
-- voids them until the batch is made.
SELECT line.id, line.key, line.person, line.payee, line.amount_fen - line.offset_fen AS due_fen
FROM payout_payable AS line
WHERE line.request_id = %(request)s
    AND line.voided_at IS NULL
    AND line.amount_fen > line.offset_fen
    AND NOT EXISTS (
        SELECT 1 FROM payout_payment AS payment
        WHERE payment.line_id = line.id
            AND (payment.outcome IS NULL OR payment.outcome = 'paid')
    )
    AND NOT EXISTS (
        SELECT 1 FROM payout_task AS task WHERE task.line_id = line.id AND task.done_at IS NULL
    )
ORDER BY line.basis_on, line.key
FOR UPDATE OF line
