-- People of whom sets can tell all that holds: one sound number, nothing but rows of whole lists and
-- of tables of people with a period, each identity, attribute and household once in a list or once
-- in all tables of a period, nothing in doubt.
WITH row AS NOT MATERIALIZED (
    SELECT *, CASE WHEN role = 'rosters' THEN source END AS list FROM simple_row
), twice AS (
    SELECT person FROM row
     GROUP BY person, source, identity, period_first HAVING count(*) > 1
    UNION
    SELECT person FROM row, jsonb_array_elements(attributes) AS stated
     WHERE attributes <> '[]'
     GROUP BY person, list, period_first, stated ->> 0 HAVING count(*) > 1
    UNION
    SELECT person FROM row WHERE household IS NOT NULL
     GROUP BY person, list, period_first HAVING count(*) > 1
)
INSERT INTO simple
SELECT a.person
  FROM asked a
  JOIN registry_resolution r ON r.person_id = a.person AND r.known_to IS NULL
  JOIN vault_naming n ON n.id = r.naming_id
 GROUP BY a.person
HAVING bool_and(n.is_sound IS TRUE) AND min(n.certno_id) = max(n.certno_id)
EXCEPT SELECT person FROM row WHERE NOT is_plain
EXCEPT SELECT person FROM twice
EXCEPT SELECT person FROM doubted
