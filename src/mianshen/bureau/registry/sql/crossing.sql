-- Touched namings of people who stand on lists alone, or on none, that have a name or a day in
-- common with somebody of the other kind: the two may be one person.
WITH asked AS (
    SELECT DISTINCT n.certno_id
      FROM touched t JOIN vault_naming n ON n.id = t.naming
     WHERE n.is_sound
), kind AS (
    SELECT n.certno_id, bool_or(m.role = 'rosters') AS is_listed
      FROM asked
      JOIN vault_naming n ON n.certno_id = asked.certno_id
      JOIN vault_mention m ON m.naming_id = n.id
     GROUP BY n.certno_id
    HAVING bool_or(m.role = 'rosters') <> bool_or(m.role <> 'rosters')
), tie AS (
    SELECT DISTINCT o.tie, kind.is_listed
      FROM touched t
      JOIN vault_naming n ON n.id = t.naming
      JOIN kind ON kind.certno_id = n.certno_id
      JOIN vault_tie o ON o.naming_id = t.naming
), crossed AS (
    SELECT tie.tie, tie.is_listed
      FROM tie
     WHERE EXISTS (
        SELECT 1
          FROM vault_tie o
          JOIN vault_mention m
            ON m.naming_id = o.naming_id AND (m.role = 'rosters') <> tie.is_listed
         WHERE o.tie = tie.tie
           AND NOT EXISTS (
            SELECT 1
              FROM registry_resolution own
              JOIN registry_resolution same
                ON same.person_id = own.person_id AND same.known_to IS NULL
              JOIN vault_mention w
                ON w.naming_id = same.naming_id AND (w.role = 'rosters') = tie.is_listed
             WHERE own.naming_id = o.naming_id AND own.known_to IS NULL))
)
SELECT DISTINCT t.naming
  FROM touched t
  JOIN vault_naming n ON n.id = t.naming
  JOIN kind ON kind.certno_id = n.certno_id
  JOIN vault_tie o ON o.naming_id = t.naming
  JOIN crossed ON crossed.tie = o.tie AND crossed.is_listed = kind.is_listed
