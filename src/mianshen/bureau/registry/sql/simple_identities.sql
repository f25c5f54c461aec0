-- The unbroken stays of simple people on lists: the rules of `run.spans`, for all at once.
WITH row AS (
    SELECT *, lag(missed_seq) OVER stay AS left_seq, lag(missed_first) OVER stay AS left_first,
           lag(seq) OVER stay IS NULL AS is_very_first
      FROM simple_row WHERE role = 'rosters'
    WINDOW stay AS (PARTITION BY person, source, identity ORDER BY seq)
), counted AS (
    SELECT *, count(*) FILTER (WHERE is_very_first OR left_seq < seq)
                  OVER (PARTITION BY person, source, identity ORDER BY seq) AS run
      FROM row
), stay AS (
    SELECT DISTINCT ON (person, source, identity, run)
           *, first_value(start) OVER own AS first_start,
           first_value(period_first) OVER own AS first_period,
           first_value(left_seq < seq) OVER own AS is_return
      FROM counted
    WINDOW own AS (PARTITION BY person, source, identity, run ORDER BY seq)
     ORDER BY person, source, identity, run, seq DESC
), begun AS (
    SELECT *, CASE WHEN first_start IS NOT NULL
                    AND coalesce(start, first_start) = period_first
                   THEN first_start
                   ELSE coalesce(start, first_start, date '0001-01-01') END AS began
      FROM stay
), dated AS (
    SELECT *, CASE WHEN is_return THEN greatest(began, first_period) ELSE began END AS valid_from,
           least("end", missed_first - 1) AS ended
      FROM begun
), told AS (
    SELECT *, CASE WHEN ended IS NOT NULL THEN greatest(ended, valid_from) END AS valid_to
      FROM dated
)
SELECT person, identity, source, office, document, valid_from, valid_to, recognised, true,
       CASE WHEN start <> period_first THEN 'stated' ELSE 'listed' END,
       CASE WHEN valid_to IS NULL THEN '' WHEN valid_to = "end" THEN 'stated' ELSE 'off_list' END,
       CASE WHEN grace_days > 0 THEN valid_to + grace_days END,
       id::text
  FROM told
