-- Settled namings that mean nobody yet, and whom their number means already, if anybody.
WITH unmeant AS (
    SELECT s.naming, n.certno_id
      FROM settled s
      JOIN vault_naming n ON n.id = s.naming
     WHERE NOT EXISTS (
        SELECT 1 FROM registry_resolution r WHERE r.naming_id = s.naming AND r.known_to IS NULL)
), held AS (
    SELECT n.certno_id, min(r.person_id) AS person
      FROM (SELECT DISTINCT certno_id FROM unmeant) asked
      JOIN vault_naming n ON n.certno_id = asked.certno_id
      JOIN registry_resolution r ON r.naming_id = n.id AND r.known_to IS NULL
     GROUP BY n.certno_id
)
SELECT unmeant.naming, held.person
  FROM unmeant LEFT JOIN held ON held.certno_id = unmeant.certno_id
 ORDER BY unmeant.naming
