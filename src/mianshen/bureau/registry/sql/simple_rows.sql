-- What lists say of some people, with the place of each list among those of its source, and the
-- next one after it from which somebody may be missed; what tables of people say has no place.
-- Plain are rows of whole lists and of tables of people with a period.
CREATE TEMP TABLE simple_row ON COMMIT DROP AS
SELECT a.person, l.id, l.role, l.source, l.identity, l.start, l."end", l.recognised, l.office,
       l.document, l.household, l.attributes, l.period_first, p.seq, p.missed_seq, p.missed_first,
       p.grace_days,
       coalesce(NOT l.kept AND l.died IS NULL AND l.moved IS NULL
           AND CASE l.role WHEN 'rosters' THEN l.identity <> '' AND p.seq IS NOT NULL
                           WHEN 'people' THEN l.period_first IS NOT NULL END,
           false) AS is_plain
  FROM asked a
  JOIN registry_resolution r ON r.person_id = a.person AND r.known_to IS NULL
  JOIN registry_listing l ON l.naming = r.naming_id AND l.known_to IS NULL
  LEFT JOIN told_period p
    ON l.role = 'rosters' AND p.source = l.source
   AND p.first = l.period_first AND p.last = l.period_last
