-- The clocks of an order that ended for good are no longer anybody's.
UPDATE casework_clock AS c SET stand = 'dropped', ended_on = %(day)s
FROM casework_order AS o
WHERE o.id = c.order_id AND o.state = 'void' AND c.ended_on IS NULL
