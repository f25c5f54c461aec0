-- Settled namings that mean nobody yet, and whom their number means already, if anybody. Those that
-- mean somebody are taken off as a set: of an anti-join the planner would expect nothing, and ask
-- for each naming anew.
WITH unmeant AS MATERIALIZED (
    SELECT n.id AS naming, n.certno_id
      FROM (SELECT naming FROM settled
            EXCEPT
            SELECT s.naming
              FROM settled s
              JOIN registry_resolution r ON r.naming_id = s.naming AND r.known_to IS NULL) AS left_over
      JOIN vault_naming n ON n.id = left_over.naming
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
