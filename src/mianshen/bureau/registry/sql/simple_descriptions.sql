-- Birth date and sex of simple people: the date their number prints, the sex the most trusted files
-- agree about, or else the one it prints.
WITH named AS (
    SELECT s.person, n.id AS naming, n.card_born, n.card_sex
      FROM simple s
      JOIN registry_resolution r ON r.person_id = s.person AND r.known_to IS NULL
      JOIN vault_naming n ON n.id = r.naming_id
), stated AS (
    SELECT DISTINCT ON (named.person) named.person, min(m.sex) AS least, max(m.sex) AS most
      FROM named JOIN vault_mention m ON m.naming_id = named.naming AND m.sex <> ''
     GROUP BY named.person, m.rank
     ORDER BY named.person, m.rank
)
SELECT named.person, min(named.card_born),
       CASE WHEN stated.person IS NULL THEN min(named.card_sex)
            WHEN stated.least = stated.most THEN stated.least END, ''
  FROM named LEFT JOIN stated ON stated.person = named.person
 GROUP BY named.person, stated.person, stated.least, stated.most
