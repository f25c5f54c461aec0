-- How many lines of a fund wait, what they need, and how far a sum reaches.
SELECT count(*) AS lines, coalesce(sum(due_fen), 0)::bigint AS due_fen,
    count(*) FILTER (WHERE running_fen <= %(reach_fen)s) AS lines_reached,
    coalesce(max(running_fen) FILTER (WHERE running_fen <= %(reach_fen)s), 0)::bigint
        AS reached_fen
FROM (
    SELECT amount_fen - offset_fen AS due_fen,
        sum(amount_fen - offset_fen) OVER (ORDER BY basis_on, key) AS running_fen
    FROM payout_payable
    WHERE fund_id = %(fund)s AND request_id IS NULL AND voided_at IS NULL
        AND amount_fen > offset_fen
) AS waiting
