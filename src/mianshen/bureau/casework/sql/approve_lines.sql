UPDATE casework_order_line SET state = 'approved'
WHERE order_id = ANY(%(orders)s) AND state = 'open'
RETURNING key, amount_fen
