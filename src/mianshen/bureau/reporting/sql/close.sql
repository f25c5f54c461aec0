-- Closing a month draws a line through the ledger: what was written before belongs to it or to
-- months before, what comes after belongs to the next. Whoever is writing is waited for; the
-- function belongs to the owner of the tables, and nothing else makes a row.
CREATE FUNCTION reporting_close(of_district text, of_month date, who text, left_open jsonb)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    made bigint;
BEGIN
    LOCK TABLE ledger_transfer IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO reporting_closing (district, month, through, carried, closed_by, closed_at)
    SELECT of_district, of_month, coalesce(max(id), 0), left_open, who, clock_timestamp()
    FROM ledger_transfer
    RETURNING id INTO made;
    RETURN made;
END
$$;
