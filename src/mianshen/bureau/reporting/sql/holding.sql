-- What is held, or waits to be assessed ({source}), where those live whom somebody sees. A region is
-- what somebody said, else that of the lists, else that of the newest order, else the district.
WITH place AS (
    SELECT * FROM unnest(%(townships)s::text[], %(villages)s::text[], %(codes)s::text[])
        AS place (township, village, code)
)
SELECT {columns}
FROM {source} AS one
CROSS JOIN LATERAL (
    SELECT coalesce(
        (SELECT said.region FROM registry_responsibility AS said
            WHERE said.known_to IS NULL AND said.person_id = one.person
                AND said.valid_from <= %(day)s
            ORDER BY coalesce(said.valid_to, 'infinity') >= %(day)s DESC, said.valid_from DESC
            LIMIT 1),
        (SELECT coalesce(village.code, township.code)
            FROM registry_resolution AS means
            JOIN intake_contact AS listed ON listed.naming = means.naming_id
            JOIN intake_batch AS batch ON batch.id = listed.batch_id AND batch.state = 'applied'
            LEFT JOIN place AS village ON village.village <> ''
                AND (village.township, village.village) = (listed.township, listed.village)
            LEFT JOIN place AS township ON township.village = ''
                AND township.township = listed.township
            WHERE means.known_to IS NULL AND means.person_id = one.person
                AND (listed.township <> '' OR listed.village <> '')
            ORDER BY batch.period_last DESC NULLS LAST, batch.id DESC, listed.id DESC
            LIMIT 1),
        (SELECT o.region FROM casework_order_line AS part
            JOIN casework_order AS o ON o.id = part.order_id
            WHERE part.person = one.person ORDER BY o.id DESC LIMIT 1),
        %(whole)s
    ) AS region
) AS lives
WHERE one.known_to IS NULL AND {which} AND {scope}
{rest}
