-- Touched namings of people who stand on lists alone, or on none, that have a name or a day in
-- common with somebody of the other kind: the two may be one person. Who else is asked about one by
-- one: of so many steps the planner expects so few rows that it would go through all for each.
-- A tie is the blind index of the letters of a name, or a day as the number of days before it, which
-- no such index is but by a chance that would make somebody be looked at in vain.
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
    SELECT t.naming, told.tie, kind.is_listed
      FROM touched t
      JOIN vault_naming n ON n.id = t.naming
      JOIN kind ON kind.certno_id = n.certno_id
     CROSS JOIN LATERAL (VALUES (n.letters), (n.card_born - date '0001-01-01')) AS told (tie)
     WHERE told.tie IS NOT NULL
), alike AS MATERIALIZED (
    SELECT DISTINCT tie FROM tied
), day AS MATERIALIZED (
    SELECT tie, date '0001-01-01' + tie::int AS born FROM alike WHERE tie BETWEEN 0 AND 1000000
), near AS (
    SELECT naming_id, array_agg(tie) AS ties
      FROM (SELECT n.id, tie FROM alike JOIN vault_naming n ON n.letters = tie
             UNION
            SELECT n.id, tie FROM alike JOIN vault_naming n ON n.former_letters = tie
             UNION
            SELECT n.id, tie FROM day JOIN vault_naming n ON n.card_born = day.born
             UNION
            SELECT n.id, tie FROM day JOIN vault_naming n ON n.born = day.born AND NOT n.is_sound
           ) AS shared (naming_id, tie)
     GROUP BY naming_id
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
