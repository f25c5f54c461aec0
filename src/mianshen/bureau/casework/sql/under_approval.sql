-- The latest order under approval of each person in a period, with its flow.
SELECT DISTINCT ON (person) id, person, flow_id FROM casework_order
WHERE person = ANY(%(people)s) AND period = %(period)s AND state = 'in_approval'
ORDER BY person, id DESC
