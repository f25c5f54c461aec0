-- Payments get the outcome of the file; a line told twice counts once.
UPDATE payout_payment AS payment
SET outcome = told.effect, code = told.code, reason = told.reason,
    settled_on = coalesce(told.settled_on, %(day)s), bank_reference = told.reference
FROM (
    SELECT DISTINCT ON (line.payment_id) line.payment_id, line.effect, line.code, line.reason,
        answer.settled_on, answer.reference
    FROM payout_return_line AS line
    JOIN payout_payment AS of ON of.id = line.payment_id
    JOIN payout_answered AS answer ON answer.payment = of.number
    WHERE line.file_id = %(file)s AND line.effect <> 'none'
    ORDER BY line.payment_id, line.id
) AS told, payout_payable AS line
WHERE payment.id = told.payment_id AND line.id = payment.line_id
RETURNING payment.number, line.id, line.key, line.person, line.payee, line.programme, line.event,
    payment.amount_fen, payment.account, payment.outcome, payment.code, payment.reason,
    payment.settled_on, line.basis_on
