-- Touched namings whose number settles whom they mean: all that use it are sound, agree about the
-- name and mean one person, nobody decided otherwise, and no person number stands with another.
-- With whom their number means, if anybody, and whether they mean them already.
WITH asked AS (
    SELECT DISTINCT n.certno_id
      FROM touched t JOIN vault_naming n ON n.id = t.naming
     WHERE n.is_sound
), agreed AS (
    SELECT n.certno_id, min(r.person_id) AS person,
           array_agg(n.id) FILTER (WHERE r.id IS NULL) AS unmeant
      FROM asked
      JOIN vault_naming n ON n.certno_id = asked.certno_id
      LEFT JOIN registry_resolution r ON r.naming_id = n.id AND r.known_to IS NULL
      LEFT JOIN registry_decision d ON d.naming_id = n.id AND d.known_to IS NULL
     GROUP BY n.certno_id
    HAVING bool_and(n.is_sound)
       AND min(n.name_id) IS NOT DISTINCT FROM max(n.name_id)
       AND min(r.person_id) IS NOT DISTINCT FROM max(r.person_id)
       AND count(d.id) = 0
       AND count(*) FILTER (WHERE r.id IS NOT NULL
                              AND (r.person_id IS NULL OR r.reason <> '')) = 0
)
SELECT n.id, agreed.person, agreed.unmeant IS NULL OR n.id <> ALL(agreed.unmeant)
  FROM touched t
  JOIN vault_naming n ON n.id = t.naming
  JOIN agreed ON agreed.certno_id = n.certno_id
 WHERE NOT EXISTS (
    SELECT 1 FROM vault_naming other
     WHERE other.psn_no_id = n.psn_no_id
       AND other.certno_id IS DISTINCT FROM n.certno_id)
