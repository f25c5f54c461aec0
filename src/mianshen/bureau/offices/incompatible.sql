-- Nobody holds two incompatible roles on one day, himself or as a deputy.

CREATE FUNCTION offices_incompatible_of(which bigint) RETURNS bigint
LANGUAGE sql STABLE AS $$
    WITH held AS (
        SELECT role_id, daterange(valid_from, valid_to, '[]') AS days
          FROM offices_assignment WHERE staff_id = which AND known_to IS NULL
        UNION ALL
        SELECT role_id, daterange(valid_from, valid_to, '[]')
          FROM offices_delegation WHERE deputy_id = which AND known_to IS NULL
    )
    SELECT pair.id
      FROM offices_incompatible_roles pair
      JOIN held a ON a.role_id = pair.one_id
      JOIN held b ON b.role_id = pair.other_id AND a.days && b.days
     WHERE pair.known_to IS NULL
       AND daterange(pair.valid_from, pair.valid_to, '[]') && (a.days * b.days)
     LIMIT 1
$$;

CREATE FUNCTION offices_refuse_incompatible(which bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    found jsonb := (
        SELECT jsonb_build_object(
                   'staff', staff.number, 'one', one.code, 'other', other.code,
                   'reason', pair.reason, 'reason_en', pair.reason_en)
          FROM offices_incompatible_roles pair
          JOIN offices_role one ON one.id = pair.one_id
          JOIN offices_role other ON other.id = pair.other_id
          JOIN offices_staff staff ON staff.id = which
         WHERE pair.id = offices_incompatible_of(which));
BEGIN
    IF found IS NOT NULL THEN
        RAISE EXCEPTION 'incompatible roles in one person'
              USING ERRCODE = 'integrity_constraint_violation',
                    CONSTRAINT = 'offices_incompatible_roles_held',
                    DETAIL = found;
    END IF;
END
$$;

-- The pairs are locked against those who give roles (shared among them), and the member of staff
-- against another who gives the same person a role at the same moment.
CREATE FUNCTION offices_role_given() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    holder bigint := CASE TG_TABLE_NAME
        WHEN 'offices_delegation' THEN (to_jsonb(NEW)->>'deputy_id')::bigint
        ELSE (to_jsonb(NEW)->>'staff_id')::bigint END;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('offices_incompatible_roles'));
    PERFORM FROM offices_staff WHERE id = holder FOR UPDATE;
    PERFORM offices_refuse_incompatible(holder);
    RETURN NULL;
END
$$;

CREATE FUNCTION offices_pair_stated() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('offices_incompatible_roles'));
    PERFORM offices_refuse_incompatible(held.staff_id) FROM (
        SELECT staff_id FROM offices_assignment
         WHERE known_to IS NULL AND role_id IN (NEW.one_id, NEW.other_id)
        UNION
        SELECT deputy_id FROM offices_delegation
         WHERE known_to IS NULL AND role_id IN (NEW.one_id, NEW.other_id)
    ) AS held;
    RETURN NULL;
END
$$;

CREATE TRIGGER offices_assignment_compatible AFTER INSERT ON offices_assignment
    FOR EACH ROW EXECUTE FUNCTION offices_role_given();
CREATE TRIGGER offices_delegation_compatible AFTER INSERT ON offices_delegation
    FOR EACH ROW EXECUTE FUNCTION offices_role_given();
CREATE TRIGGER offices_incompatible_roles_stated AFTER INSERT ON offices_incompatible_roles
    FOR EACH ROW EXECUTE FUNCTION offices_pair_stated();
