-- Whoever voids or offsets a waiting line is waited for; sums taken after this stay as they are.
SELECT id FROM payout_payable
WHERE fund_id = %(fund)s AND request_id IS NULL AND voided_at IS NULL
ORDER BY id
FOR UPDATE
