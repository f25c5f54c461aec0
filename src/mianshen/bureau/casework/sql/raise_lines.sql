UPDATE casework_order_line AS line SET amount_fen = line.amount_fen + more.fen
FROM unnest(%(lines)s::bigint[], %(fen)s::bigint[]) AS more (id, fen)
WHERE line.id = more.id
