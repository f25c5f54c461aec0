-- The refusal says what the roles are called, so that whoever is refused reads words.

CREATE FUNCTION offices_role_title(which bigint, lang text) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT CASE lang WHEN 'en' THEN title_en ELSE title END
      FROM offices_role_state
     WHERE role_id = which AND known_to IS NULL
     ORDER BY valid_from DESC
     LIMIT 1
$$;

CREATE OR REPLACE FUNCTION offices_refuse_incompatible(which bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    found jsonb := (
        SELECT jsonb_build_object(
                   'staff', staff.number, 'one', one.code, 'other', other.code,
                   'one_title', offices_role_title(one.id, 'zh'),
                   'one_title_en', offices_role_title(one.id, 'en'),
                   'other_title', offices_role_title(other.id, 'zh'),
                   'other_title_en', offices_role_title(other.id, 'en'),
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
