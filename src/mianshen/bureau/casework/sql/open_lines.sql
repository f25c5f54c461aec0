SELECT id, order_id, line, key, amount_fen FROM casework_order_line
WHERE order_id = ANY(%(orders)s) AND state = 'open'
