SELECT order_id, act, max(at) FROM casework_step
GROUP BY order_id, act
