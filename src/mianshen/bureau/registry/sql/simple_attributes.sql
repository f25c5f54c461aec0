-- What lists state of simple people beside that, each value from the list that first says it to
-- the day before another is said; of tables of people the last that says it, whatever the day.
-- Households are an attribute of the name `#household`.
CREATE TEMP TABLE simple_attribute ON COMMIT DROP AS
WITH said AS (
    SELECT person, role, source, seq, period_first, id,
           stated ->> 0 AS name, stated ->> 1 AS kind, stated ->> 2 AS value
      FROM simple_row, jsonb_array_elements(attributes) AS stated
     WHERE attributes <> '[]'
    UNION ALL
    SELECT person, role, source, seq, period_first, id, '#household', 'text', household::text
      FROM simple_row WHERE household IS NOT NULL
), following AS (
    SELECT *, lead(period_first) OVER own AS next_first,
           (lead(kind) OVER own, lead(value) OVER own) IS NOT DISTINCT FROM (kind, value) AS goes_on
      FROM said WHERE role = 'rosters'
    WINDOW own AS (PARTITION BY person, source, name ORDER BY seq)
), last AS (
    SELECT DISTINCT ON (person, name) *
      FROM said WHERE role = 'people' ORDER BY person, name, period_first DESC
)
SELECT person, role, source, name, kind, value, id::text AS place,
       lag(next_first) OVER (PARTITION BY person, source, name ORDER BY seq) AS valid_from,
       next_first - 1 AS valid_to
  FROM following WHERE NOT goes_on
UNION ALL
SELECT person, role, source, name, kind, value, id::text, NULL, NULL FROM last
