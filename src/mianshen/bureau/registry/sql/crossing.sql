-- Touched namings of people who stand on lists alone, or on none, that have a name or a day in
-- common with somebody of the other kind: the two may be one person. Who else is asked about one by
-- one: of so many steps the planner expects so few rows that it would go through all for each.
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
), tied AS MATERIALIZED (
    SELECT t.naming, o.tie, kind.is_listed
      FROM touched t
      JOIN vault_naming n ON n.id = t.naming
      JOIN kind ON kind.certno_id = n.certno_id
      JOIN vault_tie o ON o.naming_id = t.naming
), near AS (
    SELECT o.naming_id, array_agg(o.tie) AS ties
      FROM (SELECT DISTINCT tie FROM tied) asked
      JOIN vault_tie o ON o.tie = asked.tie
     GROUP BY o.naming_id
), other AS (
    SELECT near.ties,
           stands.is_listed AND means.is_beside IS NOT TRUE AS is_listed_alone,
           stands.is_beside AND means.is_listed IS NOT TRUE AS is_on_none
      FROM near
     CROSS JOIN LATERAL (
        SELECT bool_or(m.role = 'rosters') AS is_listed, bool_or(m.role <> 'rosters') AS is_beside
          FROM vault_mention m WHERE m.naming_id = near.naming_id) AS stands
     CROSS JOIN LATERAL (
        SELECT bool_or(m.role = 'rosters') AS is_listed, bool_or(m.role <> 'rosters') AS is_beside
          FROM registry_resolution r
          JOIN registry_resolution same ON same.person_id = r.person_id AND same.known_to IS NULL
          JOIN vault_mention m ON m.naming_id = same.naming_id
         WHERE r.naming_id = near.naming_id AND r.known_to IS NULL) AS means
), crossed AS (
    SELECT tie, bool_or(is_listed_alone) AS has_listed, bool_or(is_on_none) AS has_unlisted
      FROM other, unnest(ties) AS tie
     GROUP BY tie
)
SELECT DISTINCT tied.naming
  FROM tied JOIN crossed ON crossed.tie = tied.tie
 WHERE CASE WHEN tied.is_listed THEN crossed.has_unlisted ELSE crossed.has_listed END
