


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;


CREATE TYPE public.procrastinate_job_event_type AS ENUM (
    'deferred',
    'started',
    'deferred_for_retry',
    'failed',
    'succeeded',
    'cancelled',
    'abort_requested',
    'aborted',
    'scheduled',
    'retried'
);


ALTER TYPE public.procrastinate_job_event_type OWNER TO mianshen_owner;


CREATE TYPE public.procrastinate_job_status AS ENUM (
    'todo',
    'doing',
    'succeeded',
    'failed',
    'cancelled',
    'aborting',
    'aborted'
);


ALTER TYPE public.procrastinate_job_status OWNER TO mianshen_owner;


CREATE TYPE public.procrastinate_job_to_defer_v1 AS (
	queue_name character varying,
	task_name character varying,
	priority integer,
	lock text,
	queueing_lock text,
	args jsonb,
	scheduled_at timestamp with time zone
);


ALTER TYPE public.procrastinate_job_to_defer_v1 OWNER TO mianshen_owner;


CREATE FUNCTION public.ledger_keep_balances() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
BEGIN
    -- Always in the order of their numbers, so that two statements never wait for each other.
    PERFORM 1 FROM ledger_account
    WHERE id IN (SELECT debit_id FROM added UNION SELECT credit_id FROM added)
    ORDER BY id FOR UPDATE;

    IF EXISTS (
        SELECT 1 FROM added
        JOIN ledger_account AS debit ON debit.id = added.debit_id
        JOIN ledger_account AS credit ON credit.id = added.credit_id
        WHERE debit.book <> credit.book
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'ledger_transfer_stays_in_its_book',
            MESSAGE = 'a transfer moves fen inside one book';
    END IF;

    IF EXISTS (
        SELECT 1 FROM added
        JOIN ledger_transfer AS pending ON pending.id = added.resolves_id
        WHERE (pending.phase, pending.debit_id, pending.credit_id, pending.amount_fen)
            IS DISTINCT FROM ('pending', added.debit_id, added.credit_id, added.amount_fen)
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'ledger_transfer_resolves_its_like',
            MESSAGE = 'a resolution repeats the accounts and the amount of what was pending';
    END IF;

    WITH moved AS (
        SELECT
            account_id,
            sum(amount_fen) FILTER (WHERE is_debit AND phase IN ('posted', 'post')) AS debits,
            sum(amount_fen) FILTER (WHERE NOT is_debit AND phase IN ('posted', 'post')) AS credits,
            sum(CASE phase WHEN 'pending' THEN amount_fen WHEN 'posted' THEN 0 ELSE -amount_fen END)
                FILTER (WHERE is_debit) AS debits_pending,
            sum(CASE phase WHEN 'pending' THEN amount_fen WHEN 'posted' THEN 0 ELSE -amount_fen END)
                FILTER (WHERE NOT is_debit) AS credits_pending
        FROM (
            SELECT debit_id AS account_id, true AS is_debit, phase, amount_fen FROM added
            UNION ALL
            SELECT credit_id, false, phase, amount_fen FROM added
        ) AS sides
        GROUP BY account_id
    )
    UPDATE ledger_account AS account
    SET debits_posted_fen = account.debits_posted_fen + coalesce(moved.debits, 0),
        credits_posted_fen = account.credits_posted_fen + coalesce(moved.credits, 0),
        debits_pending_fen = account.debits_pending_fen + coalesce(moved.debits_pending, 0),
        credits_pending_fen = account.credits_pending_fen + coalesce(moved.credits_pending, 0)
    FROM moved
    WHERE account.id = moved.account_id;

    RETURN NULL;
END
$$;


ALTER FUNCTION public.ledger_keep_balances() OWNER TO mianshen_owner;


CREATE FUNCTION public.offices_incompatible_of(which bigint) RETURNS bigint
    LANGUAGE sql STABLE
    AS $$
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


ALTER FUNCTION public.offices_incompatible_of(which bigint) OWNER TO mianshen_owner;


CREATE FUNCTION public.offices_pair_stated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


ALTER FUNCTION public.offices_pair_stated() OWNER TO mianshen_owner;


CREATE FUNCTION public.offices_refuse_incompatible(which bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
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


ALTER FUNCTION public.offices_refuse_incompatible(which bigint) OWNER TO mianshen_owner;


CREATE FUNCTION public.offices_role_given() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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


ALTER FUNCTION public.offices_role_given() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status = 'todo'
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        IF abort THEN
            UPDATE procrastinate_jobs
            SET abort_requested = true,
                status = CASE status
                    WHEN 'todo' THEN 'cancelled'::procrastinate_job_status ELSE status
                END
            WHERE id = job_id AND status IN ('todo', 'doing')
            RETURNING id INTO _job_id;
        ELSE
            UPDATE procrastinate_jobs
            SET status = 'cancelled'::procrastinate_job_status
            WHERE id = job_id AND status = 'todo'
            RETURNING id INTO _job_id;
        END IF;
    END IF;
    RETURN _job_id;
END;
$$;


ALTER FUNCTION public.procrastinate_cancel_job_v1(job_id bigint, abort boolean, delete_job boolean) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) RETURNS bigint[]
    LANGUAGE plpgsql
    AS $$
DECLARE
    job_ids bigint[];
BEGIN
    WITH inserted_jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, priority, lock, queueing_lock, args, scheduled_at)
        SELECT (job).queue_name,
               (job).task_name,
               (job).priority,
               (job).lock,
               (job).queueing_lock,
               (job).args,
               (job).scheduled_at
        FROM unnest(jobs) AS job
        RETURNING id
    )
    SELECT array_agg(id) FROM inserted_jobs INTO job_ids;

    RETURN job_ids;
END;
$$;


ALTER FUNCTION public.procrastinate_defer_jobs_v1(jobs public.procrastinate_job_to_defer_v1[]) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
DECLARE
	_job_id bigint;
	_defer_id bigint;
BEGIN
    INSERT
        INTO procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp)
        VALUES (_task_name, _periodic_id, _defer_timestamp)
        ON CONFLICT DO NOTHING
        RETURNING id into _defer_id;

    IF _defer_id IS NULL THEN
        RETURN NULL;
    END IF;

    UPDATE procrastinate_periodic_defers
        SET job_id = (
            SELECT COALESCE((
                SELECT unnest(procrastinate_defer_jobs_v1(
                    ARRAY[
                        ROW(
                            _queue_name,
                            _task_name,
                            _priority,
                            _lock,
                            _queueing_lock,
                            _args,
                            NULL::timestamptz
                        )
                    ]::procrastinate_job_to_defer_v1[]
                ))
            ), NULL)
        )
        WHERE id = _defer_id
        RETURNING job_id INTO _job_id;

    DELETE
        FROM procrastinate_periodic_defers
        USING (
            SELECT id
            FROM procrastinate_periodic_defers
            WHERE procrastinate_periodic_defers.task_name = _task_name
            AND procrastinate_periodic_defers.periodic_id = _periodic_id
            AND procrastinate_periodic_defers.defer_timestamp < _defer_timestamp
            ORDER BY id
            FOR UPDATE
        ) to_delete
        WHERE procrastinate_periodic_defers.id = to_delete.id;

    RETURN _job_id;
END;
$$;


ALTER FUNCTION public.procrastinate_defer_periodic_job_v2(_queue_name character varying, _lock character varying, _queueing_lock character varying, _task_name character varying, _priority integer, _periodic_id character varying, _defer_timestamp bigint, _args jsonb) OWNER TO mianshen_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;


CREATE TABLE public.procrastinate_jobs (
    id bigint NOT NULL,
    queue_name character varying(128) NOT NULL,
    task_name character varying(128) NOT NULL,
    lock text,
    args jsonb DEFAULT '{}'::jsonb NOT NULL,
    status public.procrastinate_job_status DEFAULT 'todo'::public.procrastinate_job_status NOT NULL,
    scheduled_at timestamp with time zone,
    attempts integer DEFAULT 0 NOT NULL,
    queueing_lock text,
    priority integer DEFAULT 0 NOT NULL,
    abort_requested boolean DEFAULT false NOT NULL,
    worker_id bigint,
    CONSTRAINT check_not_todo_abort_requested CHECK ((NOT ((status = 'todo'::public.procrastinate_job_status) AND (abort_requested = true))))
);


ALTER TABLE public.procrastinate_jobs OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) RETURNS public.procrastinate_jobs
    LANGUAGE plpgsql
    AS $$
DECLARE
	found_jobs procrastinate_jobs;
BEGIN
    WITH candidate AS (
        SELECT jobs.*
            FROM procrastinate_jobs AS jobs
            WHERE
                -- reject the job if its lock has earlier or higher priority jobs
                NOT EXISTS (
                    SELECT 1
                        FROM procrastinate_jobs AS other_jobs
                        WHERE
                            jobs.lock IS NOT NULL
                            AND other_jobs.lock = jobs.lock
                            AND (
                                -- job with same lock is already running
                                other_jobs.status = 'doing'
                                OR
                                -- job with same lock is waiting and has higher priority (or same priority but was queued first)
                                (
                                    other_jobs.status = 'todo'
                                    AND (
                                        other_jobs.priority > jobs.priority
                                        OR (
                                        other_jobs.priority = jobs.priority
                                        AND other_jobs.id < jobs.id
                                        )
                                    )
                                )
                            )
                )
                AND jobs.status = 'todo'
                AND (target_queue_names IS NULL OR jobs.queue_name = ANY( target_queue_names ))
                AND (jobs.scheduled_at IS NULL OR jobs.scheduled_at <= now())
            ORDER BY jobs.priority DESC, jobs.id ASC LIMIT 1
            FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE procrastinate_jobs
        SET status = 'doing', worker_id = p_worker_id
        FROM candidate
        WHERE procrastinate_jobs.id = candidate.id
        RETURNING procrastinate_jobs.* INTO found_jobs;

 RETURN found_jobs;
END;
$$;


ALTER FUNCTION public.procrastinate_fetch_job_v2(target_queue_names character varying[], p_worker_id bigint) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
BEGIN
    IF end_status NOT IN ('succeeded', 'failed', 'aborted') THEN
        RAISE 'End status should be either "succeeded", "failed" or "aborted" (job id: %)', job_id;
    END IF;
    IF delete_job THEN
        DELETE FROM procrastinate_jobs
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = end_status,
            abort_requested = false,
            attempts = CASE status
                WHEN 'doing' THEN attempts + 1 ELSE attempts
            END
        WHERE id = job_id AND status IN ('todo', 'doing')
        RETURNING id INTO _job_id;
    END IF;
    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" or "todo" status (job id: %)', job_id;
    END IF;
END;
$$;


ALTER FUNCTION public.procrastinate_finish_job_v1(job_id bigint, end_status public.procrastinate_job_status, delete_job boolean) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_notify_queue_abort_job_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'abort_job_requested', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


ALTER FUNCTION public.procrastinate_notify_queue_abort_job_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_notify_queue_job_inserted_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
    payload TEXT;
BEGIN
    SELECT json_build_object('type', 'job_inserted', 'job_id', NEW.id)::text INTO payload;
	PERFORM pg_notify('procrastinate_queue_v1#' || NEW.queue_name, payload);
	PERFORM pg_notify('procrastinate_any_queue_v1', payload);
	RETURN NEW;
END;
$$;


ALTER FUNCTION public.procrastinate_notify_queue_job_inserted_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    DELETE FROM procrastinate_workers
    WHERE last_heartbeat < NOW() - (seconds_since_heartbeat || 'SECOND')::INTERVAL
    RETURNING procrastinate_workers.id;
END;
$$;


ALTER FUNCTION public.procrastinate_prune_stalled_workers_v1(seconds_since_heartbeat double precision) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_register_worker_v1() RETURNS TABLE(worker_id bigint)
    LANGUAGE plpgsql
    AS $$
BEGIN
    RETURN QUERY
    INSERT INTO procrastinate_workers DEFAULT VALUES
    RETURNING procrastinate_workers.id;
END;
$$;


ALTER FUNCTION public.procrastinate_register_worker_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
BEGIN
    SELECT abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status = 'doing'
    FOR UPDATE
    INTO _abort_requested;
    IF _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or not in "doing" status (job id: %)', job_id;
    END IF;
END;
$$;


ALTER FUNCTION public.procrastinate_retry_job_v1(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) RETURNS void
    LANGUAGE plpgsql
    AS $$
DECLARE
    _job_id bigint;
    _abort_requested boolean;
    _current_status procrastinate_job_status;
BEGIN
    SELECT status, abort_requested FROM procrastinate_jobs
    WHERE id = job_id AND status IN ('doing', 'failed')
    FOR UPDATE
    INTO _current_status, _abort_requested;
    IF _current_status = 'doing' AND _abort_requested THEN
        UPDATE procrastinate_jobs
        SET status = 'failed'::procrastinate_job_status
        WHERE id = job_id AND status = 'doing'
        RETURNING id INTO _job_id;
    ELSE
        UPDATE procrastinate_jobs
        SET status = 'todo'::procrastinate_job_status,
            attempts = attempts + 1,
            scheduled_at = retry_at,
            priority = COALESCE(new_priority, priority),
            queue_name = COALESCE(new_queue_name, queue_name),
            lock = COALESCE(new_lock, lock)
        WHERE id = job_id AND status IN ('doing', 'failed')
        RETURNING id INTO _job_id;
    END IF;

    IF _job_id IS NULL THEN
        RAISE 'Job was not found or has an invalid status to retry (job id: %)', job_id;
    END IF;

END;
$$;


ALTER FUNCTION public.procrastinate_retry_job_v2(job_id bigint, retry_at timestamp with time zone, new_priority integer, new_queue_name character varying, new_lock character varying) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'abort_requested'::procrastinate_job_event_type);
    RETURN NEW;
END;
$$;


ALTER FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type, at)
        VALUES (NEW.id, 'scheduled'::procrastinate_job_event_type, NEW.scheduled_at);

	RETURN NEW;
END;
$$;


ALTER FUNCTION public.procrastinate_trigger_function_scheduled_events_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    INSERT INTO procrastinate_events(job_id, type)
        VALUES (NEW.id, 'deferred'::procrastinate_job_event_type);
	RETURN NEW;
END;
$$;


ALTER FUNCTION public.procrastinate_trigger_function_status_events_insert_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_trigger_function_status_events_update_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    WITH t AS (
        SELECT CASE
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND NEW.status = 'doing'::procrastinate_job_status
                THEN 'started'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'deferred_for_retry'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'failed'::procrastinate_job_status
                THEN 'failed'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'succeeded'::procrastinate_job_status
                THEN 'succeeded'::procrastinate_job_event_type
            WHEN OLD.status = 'todo'::procrastinate_job_status
                AND (
                    NEW.status = 'cancelled'::procrastinate_job_status
                    OR NEW.status = 'failed'::procrastinate_job_status
                    OR NEW.status = 'succeeded'::procrastinate_job_status
                )
                THEN 'cancelled'::procrastinate_job_event_type
            WHEN OLD.status = 'doing'::procrastinate_job_status
                AND NEW.status = 'aborted'::procrastinate_job_status
                THEN 'aborted'::procrastinate_job_event_type
            WHEN OLD.status = 'failed'::procrastinate_job_status
                AND NEW.status = 'todo'::procrastinate_job_status
                THEN 'retried'::procrastinate_job_event_type
            ELSE NULL
        END as event_type
    )
    INSERT INTO procrastinate_events(job_id, type)
        SELECT NEW.id, t.event_type
        FROM t
        WHERE t.event_type IS NOT NULL;
	RETURN NEW;
END;
$$;


ALTER FUNCTION public.procrastinate_trigger_function_status_events_update_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_unlink_periodic_defers_v1() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_periodic_defers
    SET job_id = NULL
    WHERE job_id = OLD.id;
    RETURN OLD;
END;
$$;


ALTER FUNCTION public.procrastinate_unlink_periodic_defers_v1() OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    DELETE FROM procrastinate_workers
    WHERE id = worker_id;
END;
$$;


ALTER FUNCTION public.procrastinate_unregister_worker_v1(worker_id bigint) OWNER TO mianshen_owner;


CREATE FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
    UPDATE procrastinate_workers
    SET last_heartbeat = NOW()
    WHERE id = worker_id;
END;
$$;


ALTER FUNCTION public.procrastinate_update_heartbeat_v1(worker_id bigint) OWNER TO mianshen_owner;


CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);


ALTER TABLE public.auth_group OWNER TO mianshen_owner;


ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.auth_group_permissions OWNER TO mianshen_owner;


ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);


ALTER TABLE public.auth_permission OWNER TO mianshen_owner;


ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.auth_user (
    id integer NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL
);


ALTER TABLE public.auth_user OWNER TO mianshen_owner;


CREATE TABLE public.auth_user_groups (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    group_id integer NOT NULL
);


ALTER TABLE public.auth_user_groups OWNER TO mianshen_owner;


ALTER TABLE public.auth_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



ALTER TABLE public.auth_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.auth_user_user_permissions (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    permission_id integer NOT NULL
);


ALTER TABLE public.auth_user_user_permissions OWNER TO mianshen_owner;


ALTER TABLE public.auth_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_backlog (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    naming bigint NOT NULL,
    person bigint,
    setl_id text NOT NULL,
    programme text NOT NULL,
    amount_fen bigint,
    stage text NOT NULL,
    since date
);


ALTER TABLE public.claims_backlog OWNER TO mianshen_owner;


ALTER TABLE public.claims_backlog ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_backlog_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_bill (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    naming bigint NOT NULL,
    person bigint,
    kind text NOT NULL,
    code text NOT NULL,
    number text NOT NULL,
    setl_id text,
    amount_fen bigint NOT NULL,
    issued_on date,
    is_flushed boolean NOT NULL,
    reimbursed text NOT NULL
);


ALTER TABLE public.claims_bill OWNER TO mianshen_owner;


ALTER TABLE public.claims_bill ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_bill_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_closure (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    source text NOT NULL,
    through date NOT NULL
);


ALTER TABLE public.claims_closure OWNER TO mianshen_owner;


ALTER TABLE public.claims_closure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_closure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_given (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    naming bigint NOT NULL,
    person bigint,
    setl_id text NOT NULL,
    programme text NOT NULL,
    amount_fen bigint NOT NULL,
    channel text NOT NULL,
    given_on date
);


ALTER TABLE public.claims_given OWNER TO mianshen_owner;


ALTER TABLE public.claims_given ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_given_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_opening (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    naming bigint NOT NULL,
    person bigint,
    programme text,
    pool text,
    year_start date,
    base_fen bigint NOT NULL,
    consumed_fen bigint NOT NULL,
    entitled_fen bigint NOT NULL,
    visits integer NOT NULL,
    once_given boolean NOT NULL,
    room_left_fen bigint NOT NULL,
    used_fen bigint NOT NULL,
    CONSTRAINT claims_opening_one_of_two CHECK ((((programme IS NULL) OR (pool IS NULL)) AND (1 = (
CASE
    WHEN (programme IS NULL) THEN 1
    ELSE 0
END +
CASE
    WHEN (pool IS NULL) THEN 1
    ELSE 0
END))))
);


ALTER TABLE public.claims_opening OWNER TO mianshen_owner;


ALTER TABLE public.claims_opening ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_opening_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_outcome (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    person bigint,
    outcome text NOT NULL,
    reason text NOT NULL,
    partner text,
    is_used boolean NOT NULL,
    rule text NOT NULL,
    settlement_id bigint NOT NULL
);


ALTER TABLE public.claims_outcome OWNER TO mianshen_owner;


ALTER TABLE public.claims_outcome ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_outcome_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_payment (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    naming bigint NOT NULL,
    person bigint,
    number text NOT NULL,
    source text NOT NULL,
    amount_fen bigint NOT NULL,
    setl_id text,
    first_day date,
    last_day date,
    provisional boolean NOT NULL
);


ALTER TABLE public.claims_payment OWNER TO mianshen_owner;


ALTER TABLE public.claims_payment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_payment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_period (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    source text NOT NULL,
    first_day date NOT NULL,
    last_day date NOT NULL
);


ALTER TABLE public.claims_period OWNER TO mianshen_owner;


ALTER TABLE public.claims_period ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_period_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.claims_settlement (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    naming bigint NOT NULL,
    person bigint,
    extra jsonb NOT NULL,
    unread bytea,
    digest bytea NOT NULL,
    setl_id text,
    mdtrt_id text,
    init_setl_id text,
    medins_setl_id text,
    gend text,
    naty text,
    age_years text,
    insutype text,
    psn_type text,
    cvlserv_flag text,
    sp_psn_type text,
    sp_psn_type_lv text,
    insu_admdvs text,
    fixmedins_code text,
    fixmedins_name text,
    fix_blng_admdvs text,
    hosp_lv text,
    dedc_hosp_lv text,
    lmtpric_hosp_lv text,
    begndate date,
    enddate date,
    setl_time timestamp with time zone,
    mdtrt_cert_type text,
    med_type text,
    setl_type text,
    pay_loc text,
    dise_codg text,
    dise_name text,
    medfee_sumamt_fen bigint,
    fulamt_ownpay_amt_fen bigint,
    overlmt_selfpay_fen bigint,
    preselfpay_amt_fen bigint,
    inscp_scp_amt_fen bigint,
    act_pay_dedc_fen bigint,
    hifp_pay_fen bigint,
    pool_prop_selfpay text,
    cvlserv_pay_fen bigint,
    hifes_pay_fen bigint,
    hifmi_pay_fen bigint,
    hifob_pay_fen bigint,
    maf_pay_fen bigint,
    hifdm_pay_fen bigint,
    pref_fund_pay_fen bigint,
    oth_pay_fen bigint,
    fund_pay_sumamt_fen bigint,
    psn_part_amt_fen bigint,
    acct_pay_fen bigint,
    psn_cash_pay_fen bigint,
    acct_mulaid_pay_fen bigint,
    hosp_part_amt_fen bigint,
    balc_fen bigint,
    clr_optins text,
    clr_way text,
    clr_type text,
    refd_setl_flag text,
    mid_setl_flag text,
    vali_flag text,
    invono text,
    year text,
    manl_reim_rea text,
    memo text,
    exp_content text,
    rid text,
    updt_time timestamp with time zone,
    funds jsonb NOT NULL
);


ALTER TABLE public.claims_settlement OWNER TO mianshen_owner;


ALTER TABLE public.claims_settlement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.claims_settlement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);


ALTER TABLE public.django_content_type OWNER TO mianshen_owner;


ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);


ALTER TABLE public.django_migrations OWNER TO mianshen_owner;


ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.ledger_account (
    id bigint NOT NULL,
    book text NOT NULL,
    kind text NOT NULL,
    holder text NOT NULL,
    is_border boolean DEFAULT false NOT NULL,
    debits_posted_fen bigint DEFAULT 0 NOT NULL,
    credits_posted_fen bigint DEFAULT 0 NOT NULL,
    debits_pending_fen bigint DEFAULT 0 NOT NULL,
    credits_pending_fen bigint DEFAULT 0 NOT NULL,
    CONSTRAINT ledger_account_is_in_a_book CHECK ((book = ANY (ARRAY['claims'::text, 'money'::text]))),
    CONSTRAINT ledger_account_is_not_overdrawn CHECK ((is_border OR (credits_posted_fen >= (debits_posted_fen + debits_pending_fen)))),
    CONSTRAINT ledger_account_pending_is_not_negative CHECK (((credits_pending_fen >= 0) AND (debits_pending_fen >= 0)))
);


ALTER TABLE public.ledger_account OWNER TO mianshen_owner;


ALTER TABLE public.ledger_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.ledger_transfer (
    id bigint NOT NULL,
    key text NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    amount_fen bigint NOT NULL,
    phase text NOT NULL,
    reason text NOT NULL,
    subject text NOT NULL,
    credit_id bigint NOT NULL,
    debit_id bigint NOT NULL,
    resolves_id bigint,
    CONSTRAINT ledger_transfer_amount_is_positive CHECK ((amount_fen > 0)),
    CONSTRAINT ledger_transfer_has_two_accounts CHECK ((NOT (debit_id = credit_id))),
    CONSTRAINT ledger_transfer_resolves_or_not CHECK ((((phase = ANY (ARRAY['posted'::text, 'pending'::text])) AND (resolves_id IS NULL)) OR ((phase = ANY (ARRAY['post'::text, 'void'::text])) AND (resolves_id IS NOT NULL))))
);


ALTER TABLE public.ledger_transfer OWNER TO mianshen_owner;


ALTER TABLE public.ledger_transfer ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ledger_transfer_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_assignment (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    office_id bigint NOT NULL,
    role_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    CONSTRAINT offices_assignment_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_assignment OWNER TO mianshen_owner;


ALTER TABLE public.offices_assignment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_assignment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_delegation (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    reason text NOT NULL,
    office_id bigint NOT NULL,
    role_id bigint NOT NULL,
    deputy_id bigint NOT NULL,
    principal_id bigint NOT NULL,
    CONSTRAINT offices_delegation_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT offices_delegation_ends CHECK (((valid_to IS NOT NULL) AND (NOT (principal_id = deputy_id))))
);


ALTER TABLE public.offices_delegation OWNER TO mianshen_owner;


ALTER TABLE public.offices_delegation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_delegation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_department (
    id bigint NOT NULL,
    code text NOT NULL,
    district_id character varying(12) NOT NULL
);


ALTER TABLE public.offices_department OWNER TO mianshen_owner;


ALTER TABLE public.offices_department ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_department_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_department_state (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    name text NOT NULL,
    name_en text NOT NULL,
    also text[] NOT NULL,
    department_id bigint NOT NULL,
    CONSTRAINT offices_departmentstate_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_department_state OWNER TO mianshen_owner;


ALTER TABLE public.offices_department_state ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_department_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_district (
    code character varying(12) NOT NULL
);


ALTER TABLE public.offices_district OWNER TO mianshen_owner;


CREATE TABLE public.offices_district_state (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    title text NOT NULL,
    title_en text NOT NULL,
    profile text NOT NULL,
    district_id character varying(12) NOT NULL,
    CONSTRAINT offices_districtstate_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_district_state OWNER TO mianshen_owner;


ALTER TABLE public.offices_district_state ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_district_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_incompatible_roles (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    reason text NOT NULL,
    reason_en text NOT NULL,
    one_id bigint NOT NULL,
    other_id bigint NOT NULL,
    CONSTRAINT offices_incompatible_roles_order CHECK ((one_id < other_id)),
    CONSTRAINT offices_incompatibleroles_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_incompatible_roles OWNER TO mianshen_owner;


ALTER TABLE public.offices_incompatible_roles ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_incompatible_roles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_office (
    id bigint NOT NULL,
    code text NOT NULL,
    district_id character varying(12) NOT NULL
);


ALTER TABLE public.offices_office OWNER TO mianshen_owner;


ALTER TABLE public.offices_office ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_office_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_office_state (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    name text NOT NULL,
    name_en text NOT NULL,
    kind text NOT NULL,
    region character varying(12) NOT NULL,
    wave smallint,
    department_id bigint NOT NULL,
    office_id bigint NOT NULL,
    CONSTRAINT offices_office_state_kind CHECK ((kind = ANY (ARRAY['street'::text, 'centre'::text, 'bureau'::text, 'department'::text, 'finance'::text, 'supervision'::text]))),
    CONSTRAINT offices_officestate_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_office_state OWNER TO mianshen_owner;


ALTER TABLE public.offices_office_state ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_office_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_region_state (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    code character varying(12) NOT NULL,
    name text NOT NULL,
    district_id character varying(12) NOT NULL,
    CONSTRAINT offices_regionstate_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_region_state OWNER TO mianshen_owner;


ALTER TABLE public.offices_region_state ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_region_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_role (
    id bigint NOT NULL,
    code text NOT NULL,
    district_id character varying(12) NOT NULL
);


ALTER TABLE public.offices_role OWNER TO mianshen_owner;


ALTER TABLE public.offices_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_role_state (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    title text NOT NULL,
    title_en text NOT NULL,
    departments text NOT NULL,
    sees text[] NOT NULL,
    does text[] NOT NULL,
    role_id bigint NOT NULL,
    CONSTRAINT offices_role_state_words CHECK (((departments = ANY (ARRAY['own'::text, 'all'::text])) AND (sees <@ ARRAY['people'::text, 'numbers'::text, 'rosters'::text, 'settlements'::text, 'orders'::text, 'funds'::text, 'payments'::text, 'reports'::text, 'alerts'::text, 'policy'::text, 'trail'::text]) AND (does <@ ARRAY['upload'::text, 'correct'::text, 'visit'::text, 'confirm'::text, 'approve'::text, 'review'::text, 'release'::text, 'request_funds'::text, 'grant_funds'::text, 'pay'::text, 'reconcile'::text, 'close_month'::text, 'claw_back'::text, 'write_policy'::text, 'sign_policy'::text, 'rectify'::text, 'administer'::text]))),
    CONSTRAINT offices_rolestate_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_role_state OWNER TO mianshen_owner;


ALTER TABLE public.offices_role_state ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_role_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_staff (
    id bigint NOT NULL,
    number text NOT NULL,
    name text NOT NULL,
    user_id integer NOT NULL
);


ALTER TABLE public.offices_staff OWNER TO mianshen_owner;


ALTER TABLE public.offices_staff ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_staff_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_succession (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    old character varying(12) NOT NULL,
    new character varying(12) NOT NULL,
    district_id character varying(12) NOT NULL,
    CONSTRAINT offices_succession_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
    CONSTRAINT offices_succession_other CHECK ((NOT ((old)::text = (new)::text)))
);


ALTER TABLE public.offices_succession OWNER TO mianshen_owner;


ALTER TABLE public.offices_succession ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_succession_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.offices_wave_state (
    id bigint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    number smallint NOT NULL,
    live_from date,
    source text NOT NULL,
    district_id character varying(12) NOT NULL,
    CONSTRAINT offices_wavestate_days CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);


ALTER TABLE public.offices_wave_state OWNER TO mianshen_owner;


ALTER TABLE public.offices_wave_state ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offices_wave_state_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.procrastinate_events (
    id bigint NOT NULL,
    job_id bigint NOT NULL,
    type public.procrastinate_job_event_type,
    at timestamp with time zone DEFAULT now()
);


ALTER TABLE public.procrastinate_events OWNER TO mianshen_owner;


CREATE SEQUENCE public.procrastinate_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_events_id_seq OWNER TO mianshen_owner;


ALTER SEQUENCE public.procrastinate_events_id_seq OWNED BY public.procrastinate_events.id;



CREATE SEQUENCE public.procrastinate_jobs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNER TO mianshen_owner;


ALTER SEQUENCE public.procrastinate_jobs_id_seq OWNED BY public.procrastinate_jobs.id;



CREATE TABLE public.procrastinate_periodic_defers (
    id bigint NOT NULL,
    task_name character varying(128) NOT NULL,
    defer_timestamp bigint,
    job_id bigint,
    periodic_id character varying(128) DEFAULT ''::character varying NOT NULL
);


ALTER TABLE public.procrastinate_periodic_defers OWNER TO mianshen_owner;


CREATE SEQUENCE public.procrastinate_periodic_defers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNER TO mianshen_owner;


ALTER SEQUENCE public.procrastinate_periodic_defers_id_seq OWNED BY public.procrastinate_periodic_defers.id;



CREATE TABLE public.procrastinate_workers (
    id bigint NOT NULL,
    last_heartbeat timestamp with time zone DEFAULT now() NOT NULL
);


ALTER TABLE public.procrastinate_workers OWNER TO mianshen_owner;


ALTER TABLE public.procrastinate_workers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.procrastinate_workers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_attribute (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    value text NOT NULL,
    valid_from date,
    valid_to date,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_attribute OWNER TO mianshen_owner;


ALTER TABLE public.registry_attribute ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_attribute_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_decision (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    actor text NOT NULL,
    why text NOT NULL,
    merge_id bigint,
    naming_id bigint NOT NULL,
    person_id bigint
);


ALTER TABLE public.registry_decision OWNER TO mianshen_owner;


ALTER TABLE public.registry_decision ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_decision_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_departure (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    kind text NOT NULL,
    day date NOT NULL,
    disputed boolean NOT NULL,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_departure OWNER TO mianshen_owner;


ALTER TABLE public.registry_departure ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_departure_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_description (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    born date,
    sex text,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_description OWNER TO mianshen_owner;


ALTER TABLE public.registry_description ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_description_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_dirty_mark (
    id bigint NOT NULL,
    person bigint NOT NULL,
    batch bigint NOT NULL,
    at timestamp with time zone NOT NULL
);


ALTER TABLE public.registry_dirty_mark OWNER TO mianshen_owner;


ALTER TABLE public.registry_dirty_mark ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_dirty_mark_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_enrolment (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    insurance text NOT NULL,
    region text NOT NULL,
    subsidised_as text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_enrolment OWNER TO mianshen_owner;


ALTER TABLE public.registry_enrolment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_enrolment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_identity (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    identity text NOT NULL,
    source text NOT NULL,
    office text NOT NULL,
    document text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    recognised date,
    confirmed boolean NOT NULL,
    start_reason text NOT NULL,
    end_reason text NOT NULL,
    grace_until date,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_identity OWNER TO mianshen_owner;


ALTER TABLE public.registry_identity ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_identity_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_listing (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    naming bigint NOT NULL,
    role text NOT NULL,
    source text NOT NULL,
    period_first date,
    period_last date,
    identity text,
    start date,
    "end" date,
    recognised date,
    office text NOT NULL,
    document text NOT NULL,
    ends boolean NOT NULL,
    died date,
    moved date,
    household bigint,
    attributes jsonb NOT NULL,
    kept boolean NOT NULL
);


ALTER TABLE public.registry_listing OWNER TO mianshen_owner;


ALTER TABLE public.registry_listing ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_listing_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_membership (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    household bigint NOT NULL,
    source text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_membership OWNER TO mianshen_owner;


ALTER TABLE public.registry_membership ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_membership_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_merge (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    actor text NOT NULL,
    why text NOT NULL,
    gone_id bigint NOT NULL,
    into_id bigint NOT NULL,
    CONSTRAINT registry_merge_two CHECK ((NOT (gone_id = into_id)))
);


ALTER TABLE public.registry_merge OWNER TO mianshen_owner;


ALTER TABLE public.registry_merge ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_merge_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_payee (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    relation text NOT NULL,
    organisation text NOT NULL,
    mandate text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    payee_id bigint,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_payee OWNER TO mianshen_owner;


ALTER TABLE public.registry_payee ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_payee_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_person (
    id bigint NOT NULL,
    batch bigint NOT NULL
);


ALTER TABLE public.registry_person OWNER TO mianshen_owner;


ALTER TABLE public.registry_person ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_resolution (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    reason text NOT NULL,
    candidates jsonb NOT NULL,
    naming_id bigint NOT NULL,
    person_id bigint
);


ALTER TABLE public.registry_resolution OWNER TO mianshen_owner;


ALTER TABLE public.registry_resolution ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_resolution_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_responsibility (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    region text NOT NULL,
    pack text NOT NULL,
    reason text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    person_id bigint NOT NULL
);


ALTER TABLE public.registry_responsibility OWNER TO mianshen_owner;


ALTER TABLE public.registry_responsibility ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_responsibility_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.registry_roster (
    id bigint NOT NULL,
    known_from timestamp with time zone NOT NULL,
    known_to timestamp with time zone,
    batch bigint NOT NULL,
    place text NOT NULL,
    source text NOT NULL,
    period_first date NOT NULL,
    period_last date NOT NULL,
    is_whole boolean NOT NULL,
    mass_exit_percent smallint NOT NULL,
    grace_days smallint NOT NULL,
    rows integer NOT NULL
);


ALTER TABLE public.registry_roster OWNER TO mianshen_owner;


ALTER TABLE public.registry_roster ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.registry_roster_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.trail_entry (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
    actor text NOT NULL,
    act text NOT NULL,
    subject text NOT NULL,
    details jsonb NOT NULL
);


ALTER TABLE public.trail_entry OWNER TO mianshen_owner;


ALTER TABLE public.trail_entry ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.trail_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.vault_account (
    id bigint NOT NULL,
    bank text NOT NULL,
    proof text NOT NULL,
    proposed_by text NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    confirmed_by text,
    confirmed_at timestamp with time zone,
    refused_at timestamp with time zone,
    closed_at timestamp with time zone,
    person_id bigint NOT NULL,
    holder_id bigint NOT NULL,
    number_id bigint NOT NULL,
    CONSTRAINT vault_account_two_people CHECK (((confirmed_by IS NULL) OR (NOT ((confirmed_by = proposed_by) AND (confirmed_by IS NOT NULL)))))
);


ALTER TABLE public.vault_account OWNER TO mianshen_owner;


ALTER TABLE public.vault_account ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_account_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.vault_mention (
    id bigint NOT NULL,
    role text NOT NULL,
    source text NOT NULL,
    rank smallint NOT NULL,
    sex text NOT NULL,
    naming_id bigint NOT NULL
);


ALTER TABLE public.vault_mention OWNER TO mianshen_owner;


ALTER TABLE public.vault_mention ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_mention_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.vault_naming (
    id bigint NOT NULL,
    spelling bytea NOT NULL,
    born date,
    cert_type text,
    certno_id bigint,
    former_name_id bigint,
    name_id bigint,
    psn_no_id bigint
);


ALTER TABLE public.vault_naming OWNER TO mianshen_owner;


ALTER TABLE public.vault_naming ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_naming_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.vault_tie (
    id bigint NOT NULL,
    tie bytea NOT NULL,
    naming_id bigint NOT NULL
);


ALTER TABLE public.vault_tie OWNER TO mianshen_owner;


ALTER TABLE public.vault_tie ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_tie_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



CREATE TABLE public.vault_value (
    id bigint NOT NULL,
    kind text NOT NULL,
    index bytea NOT NULL,
    sealed bytea NOT NULL
);


ALTER TABLE public.vault_value OWNER TO mianshen_owner;


ALTER TABLE public.vault_value ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.vault_value_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);



ALTER TABLE ONLY public.procrastinate_events ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_events_id_seq'::regclass);



ALTER TABLE ONLY public.procrastinate_jobs ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_jobs_id_seq'::regclass);



ALTER TABLE ONLY public.procrastinate_periodic_defers ALTER COLUMN id SET DEFAULT nextval('public.procrastinate_periodic_defers_id_seq'::regclass);



COPY public.auth_group (id, name) FROM stdin;
\.



COPY public.auth_group_permissions (id, group_id, permission_id) FROM stdin;
\.



COPY public.auth_permission (id, name, content_type_id, codename) FROM stdin;
1	Can add content type	1	add_contenttype
2	Can change content type	1	change_contenttype
3	Can delete content type	1	delete_contenttype
4	Can view content type	1	view_contenttype
5	Can add permission	2	add_permission
6	Can change permission	2	change_permission
7	Can delete permission	2	delete_permission
8	Can view permission	2	view_permission
9	Can add group	3	add_group
10	Can change group	3	change_group
11	Can delete group	3	delete_group
12	Can view group	3	view_group
13	Can add user	4	add_user
14	Can change user	4	change_user
15	Can delete user	4	delete_user
16	Can view user	4	view_user
17	Can add procrastinate event	5	add_procrastinateevent
18	Can change procrastinate event	5	change_procrastinateevent
19	Can delete procrastinate event	5	delete_procrastinateevent
20	Can view procrastinate event	5	view_procrastinateevent
21	Can add procrastinate job	6	add_procrastinatejob
22	Can change procrastinate job	6	change_procrastinatejob
23	Can delete procrastinate job	6	delete_procrastinatejob
24	Can view procrastinate job	6	view_procrastinatejob
25	Can add procrastinate periodic defer	7	add_procrastinateperiodicdefer
26	Can change procrastinate periodic defer	7	change_procrastinateperiodicdefer
27	Can delete procrastinate periodic defer	7	delete_procrastinateperiodicdefer
28	Can view procrastinate periodic defer	7	view_procrastinateperiodicdefer
29	Can add procrastinate worker	8	add_procrastinateworker
30	Can change procrastinate worker	8	change_procrastinateworker
31	Can delete procrastinate worker	8	delete_procrastinateworker
32	Can view procrastinate worker	8	view_procrastinateworker
33	Can add entry	9	add_entry
34	Can change entry	9	change_entry
35	Can delete entry	9	delete_entry
36	Can view entry	9	view_entry
37	Can add account	10	add_account
38	Can change account	10	change_account
39	Can delete account	10	delete_account
40	Can view account	10	view_account
41	Can add transfer	11	add_transfer
42	Can change transfer	11	change_transfer
43	Can delete transfer	11	delete_transfer
44	Can view transfer	11	view_transfer
45	Can add naming	12	add_naming
46	Can change naming	12	change_naming
47	Can delete naming	12	delete_naming
48	Can view naming	12	view_naming
49	Can add person	13	add_person
50	Can change person	13	change_person
51	Can delete person	13	delete_person
52	Can view person	13	view_person
53	Can add dirty mark	14	add_dirtymark
54	Can change dirty mark	14	change_dirtymark
55	Can delete dirty mark	14	delete_dirtymark
56	Can view dirty mark	14	view_dirtymark
57	Can add listing	15	add_listing
58	Can change listing	15	change_listing
59	Can delete listing	15	delete_listing
60	Can view listing	15	view_listing
61	Can add payee	16	add_payee
62	Can change payee	16	change_payee
63	Can delete payee	16	delete_payee
64	Can view payee	16	view_payee
65	Can add merge	17	add_merge
66	Can change merge	17	change_merge
67	Can delete merge	17	delete_merge
68	Can view merge	17	view_merge
69	Can add membership	18	add_membership
70	Can change membership	18	change_membership
71	Can delete membership	18	delete_membership
72	Can view membership	18	view_membership
73	Can add identity	19	add_identity
74	Can change identity	19	change_identity
75	Can delete identity	19	delete_identity
76	Can view identity	19	view_identity
77	Can add enrolment	20	add_enrolment
78	Can change enrolment	20	change_enrolment
79	Can delete enrolment	20	delete_enrolment
80	Can view enrolment	20	view_enrolment
81	Can add description	21	add_description
82	Can change description	21	change_description
83	Can delete description	21	delete_description
84	Can view description	21	view_description
85	Can add departure	22	add_departure
86	Can change departure	22	change_departure
87	Can delete departure	22	delete_departure
88	Can view departure	22	view_departure
89	Can add decision	23	add_decision
90	Can change decision	23	change_decision
91	Can delete decision	23	delete_decision
92	Can view decision	23	view_decision
93	Can add attribute	24	add_attribute
94	Can change attribute	24	change_attribute
95	Can delete attribute	24	delete_attribute
96	Can view attribute	24	view_attribute
97	Can add resolution	25	add_resolution
98	Can change resolution	25	change_resolution
99	Can delete resolution	25	delete_resolution
100	Can view resolution	25	view_resolution
101	Can add responsibility	26	add_responsibility
102	Can change responsibility	26	change_responsibility
103	Can delete responsibility	26	delete_responsibility
104	Can view responsibility	26	view_responsibility
105	Can add roster	27	add_roster
106	Can change roster	27	change_roster
107	Can delete roster	27	delete_roster
108	Can view roster	27	view_roster
109	Can add tie	28	add_tie
110	Can change tie	28	change_tie
111	Can delete tie	28	delete_tie
112	Can view tie	28	view_tie
113	Can add value	29	add_value
114	Can change value	29	change_value
115	Can delete value	29	delete_value
116	Can view value	29	view_value
117	Can add account	30	add_account
118	Can change account	30	change_account
119	Can delete account	30	delete_account
120	Can view account	30	view_account
121	Can add mention	31	add_mention
122	Can change mention	31	change_mention
123	Can delete mention	31	delete_mention
124	Can view mention	31	view_mention
125	Can add backlog	32	add_backlog
126	Can change backlog	32	change_backlog
127	Can delete backlog	32	delete_backlog
128	Can view backlog	32	view_backlog
129	Can add closure	33	add_closure
130	Can change closure	33	change_closure
131	Can delete closure	33	delete_closure
132	Can view closure	33	view_closure
133	Can add given	34	add_given
134	Can change given	34	change_given
135	Can delete given	34	delete_given
136	Can view given	34	view_given
137	Can add period	35	add_period
138	Can change period	35	change_period
139	Can delete period	35	delete_period
140	Can view period	35	view_period
141	Can add bill	36	add_bill
142	Can change bill	36	change_bill
143	Can delete bill	36	delete_bill
144	Can view bill	36	view_bill
145	Can add opening	37	add_opening
146	Can change opening	37	change_opening
147	Can delete opening	37	delete_opening
148	Can view opening	37	view_opening
149	Can add payment	38	add_payment
150	Can change payment	38	change_payment
151	Can delete payment	38	delete_payment
152	Can view payment	38	view_payment
153	Can add settlement	39	add_settlement
154	Can change settlement	39	change_settlement
155	Can delete settlement	39	delete_settlement
156	Can view settlement	39	view_settlement
157	Can add outcome	40	add_outcome
158	Can change outcome	40	change_outcome
159	Can delete outcome	40	delete_outcome
160	Can view outcome	40	view_outcome
161	Can add district	41	add_district
162	Can change district	41	change_district
163	Can delete district	41	delete_district
164	Can view district	41	view_district
165	Can add department	42	add_department
166	Can change department	42	change_department
167	Can delete department	42	delete_department
168	Can view department	42	view_department
169	Can add district state	43	add_districtstate
170	Can change district state	43	change_districtstate
171	Can delete district state	43	delete_districtstate
172	Can view district state	43	view_districtstate
173	Can add office	44	add_office
174	Can change office	44	change_office
175	Can delete office	44	delete_office
176	Can view office	44	view_office
177	Can add office state	45	add_officestate
178	Can change office state	45	change_officestate
179	Can delete office state	45	delete_officestate
180	Can view office state	45	view_officestate
181	Can add region state	46	add_regionstate
182	Can change region state	46	change_regionstate
183	Can delete region state	46	delete_regionstate
184	Can view region state	46	view_regionstate
185	Can add role	47	add_role
186	Can change role	47	change_role
187	Can delete role	47	delete_role
188	Can view role	47	view_role
189	Can add incompatible roles	48	add_incompatibleroles
190	Can change incompatible roles	48	change_incompatibleroles
191	Can delete incompatible roles	48	delete_incompatibleroles
192	Can view incompatible roles	48	view_incompatibleroles
193	Can add role state	49	add_rolestate
194	Can change role state	49	change_rolestate
195	Can delete role state	49	delete_rolestate
196	Can view role state	49	view_rolestate
197	Can add staff	50	add_staff
198	Can change staff	50	change_staff
199	Can delete staff	50	delete_staff
200	Can view staff	50	view_staff
201	Can add delegation	51	add_delegation
202	Can change delegation	51	change_delegation
203	Can delete delegation	51	delete_delegation
204	Can view delegation	51	view_delegation
205	Can add assignment	52	add_assignment
206	Can change assignment	52	change_assignment
207	Can delete assignment	52	delete_assignment
208	Can view assignment	52	view_assignment
209	Can add succession	53	add_succession
210	Can change succession	53	change_succession
211	Can delete succession	53	delete_succession
212	Can view succession	53	view_succession
213	Can add wave state	54	add_wavestate
214	Can change wave state	54	change_wavestate
215	Can delete wave state	54	delete_wavestate
216	Can view wave state	54	view_wavestate
217	Can add department state	55	add_departmentstate
218	Can change department state	55	change_departmentstate
219	Can delete department state	55	delete_departmentstate
220	Can view department state	55	view_departmentstate
\.



COPY public.auth_user (id, password, last_login, is_superuser, username, first_name, last_name, email, is_staff, is_active, date_joined) FROM stdin;
1	!KmwPdffFqvmsp9m1GrOyEvCW82p3DlnrEUR8pVUf	\N	f	1001				f	t	2026-11-22 04:04:09.29095+00
2	!L8EG4M46CfwEQZm79gIbFoSrmiXngUH5E4sLTXU1	\N	f	1002				f	t	2026-11-22 04:04:09.430545+00
\.



COPY public.auth_user_groups (id, user_id, group_id) FROM stdin;
\.



COPY public.auth_user_user_permissions (id, user_id, permission_id) FROM stdin;
\.



COPY public.claims_backlog (id, known_from, known_to, batch, place, naming, person, setl_id, programme, amount_fen, stage, since) FROM stdin;
\.



COPY public.claims_bill (id, known_from, known_to, batch, place, naming, person, kind, code, number, setl_id, amount_fen, issued_on, is_flushed, reimbursed) FROM stdin;
\.



COPY public.claims_closure (id, known_from, known_to, batch, place, source, through) FROM stdin;
\.



COPY public.claims_given (id, known_from, known_to, batch, place, naming, person, setl_id, programme, amount_fen, channel, given_on) FROM stdin;
\.



COPY public.claims_opening (id, known_from, known_to, batch, place, naming, person, programme, pool, year_start, base_fen, consumed_fen, entitled_fen, visits, once_given, room_left_fen, used_fen) FROM stdin;
\.



COPY public.claims_outcome (id, known_from, known_to, batch, place, person, outcome, reason, partner, is_used, rule, settlement_id) FROM stdin;
\.



COPY public.claims_payment (id, known_from, known_to, batch, place, naming, person, number, source, amount_fen, setl_id, first_day, last_day, provisional) FROM stdin;
\.



COPY public.claims_period (id, known_from, known_to, batch, place, source, first_day, last_day) FROM stdin;
\.



COPY public.claims_settlement (id, known_from, known_to, batch, place, naming, person, extra, unread, digest, setl_id, mdtrt_id, init_setl_id, medins_setl_id, gend, naty, age_years, insutype, psn_type, cvlserv_flag, sp_psn_type, sp_psn_type_lv, insu_admdvs, fixmedins_code, fixmedins_name, fix_blng_admdvs, hosp_lv, dedc_hosp_lv, lmtpric_hosp_lv, begndate, enddate, setl_time, mdtrt_cert_type, med_type, setl_type, pay_loc, dise_codg, dise_name, medfee_sumamt_fen, fulamt_ownpay_amt_fen, overlmt_selfpay_fen, preselfpay_amt_fen, inscp_scp_amt_fen, act_pay_dedc_fen, hifp_pay_fen, pool_prop_selfpay, cvlserv_pay_fen, hifes_pay_fen, hifmi_pay_fen, hifob_pay_fen, maf_pay_fen, hifdm_pay_fen, pref_fund_pay_fen, oth_pay_fen, fund_pay_sumamt_fen, psn_part_amt_fen, acct_pay_fen, psn_cash_pay_fen, acct_mulaid_pay_fen, hosp_part_amt_fen, balc_fen, clr_optins, clr_way, clr_type, refd_setl_flag, mid_setl_flag, vali_flag, invono, year, manl_reim_rea, memo, exp_content, rid, updt_time, funds) FROM stdin;
\.



COPY public.django_content_type (id, app_label, model) FROM stdin;
1	contenttypes	contenttype
2	auth	permission
3	auth	group
4	auth	user
5	procrastinate	procrastinateevent
6	procrastinate	procrastinatejob
7	procrastinate	procrastinateperiodicdefer
8	procrastinate	procrastinateworker
9	trail	entry
10	ledger	account
11	ledger	transfer
12	registry	naming
13	registry	person
14	registry	dirtymark
15	registry	listing
16	registry	payee
17	registry	merge
18	registry	membership
19	registry	identity
20	registry	enrolment
21	registry	description
22	registry	departure
23	registry	decision
24	registry	attribute
25	registry	resolution
26	registry	responsibility
27	registry	roster
28	registry	tie
29	registry	value
30	registry	account
31	registry	mention
32	claims	backlog
33	claims	closure
34	claims	given
35	claims	period
36	claims	bill
37	claims	opening
38	claims	payment
39	claims	settlement
40	claims	outcome
41	offices	district
42	offices	department
43	offices	districtstate
44	offices	office
45	offices	officestate
46	offices	regionstate
47	offices	role
48	offices	incompatibleroles
49	offices	rolestate
50	offices	staff
51	offices	delegation
52	offices	assignment
53	offices	succession
54	offices	wavestate
55	offices	departmentstate
\.



COPY public.django_migrations (id, app, name, applied) FROM stdin;
1	contenttypes	0001_initial	2026-11-22 04:03:54.992733+00
2	contenttypes	0002_remove_content_type_name	2026-11-22 04:03:55.03729+00
3	auth	0001_initial	2026-11-22 04:03:55.219627+00
4	auth	0002_alter_permission_name_max_length	2026-11-22 04:03:55.296971+00
5	auth	0003_alter_user_email_max_length	2026-11-22 04:03:55.348741+00
6	auth	0004_alter_user_username_opts	2026-11-22 04:03:55.394414+00
7	auth	0005_alter_user_last_login_null	2026-11-22 04:03:55.444251+00
8	auth	0006_require_contenttypes_0002	2026-11-22 04:03:55.456098+00
9	auth	0007_alter_validators_add_error_messages	2026-11-22 04:03:55.505496+00
10	auth	0008_alter_user_username_max_length	2026-11-22 04:03:55.564858+00
11	auth	0009_alter_user_last_name_max_length	2026-11-22 04:03:55.622818+00
12	auth	0010_alter_group_name_max_length	2026-11-22 04:03:55.698618+00
13	auth	0011_update_proxy_permissions	2026-11-22 04:03:55.758094+00
14	auth	0012_alter_user_first_name_max_length	2026-11-22 04:03:55.817712+00
15	claims	0001_initial	2026-11-22 04:03:56.339776+00
16	ledger	0001_initial	2026-11-22 04:03:56.717214+00
17	offices	0001_initial	2026-11-22 04:03:59.551054+00
18	offices	0002_guards	2026-11-22 04:04:01.88364+00
19	procrastinate	0001_initial	2026-11-22 04:04:01.942874+00
20	procrastinate	0002_drop_started_at_column	2026-11-22 04:04:02.007431+00
21	procrastinate	0003_drop_started_at_column	2026-11-22 04:04:02.059011+00
22	procrastinate	0004_drop_procrastinate_version_table	2026-11-22 04:04:02.09502+00
23	procrastinate	0005_fix_procrastinate_fetch_job	2026-11-22 04:04:02.133667+00
24	procrastinate	0006_fix_trigger_status_events_insert	2026-11-22 04:04:02.152782+00
25	procrastinate	0007_add_queueing_lock_column	2026-11-22 04:04:02.207028+00
26	procrastinate	0008_close_fetch_job_race_condition	2026-11-22 04:04:02.259444+00
27	procrastinate	0009_add_defer_job_function	2026-11-22 04:04:02.308398+00
28	procrastinate	0010_add_procrastinate_periodic_defers	2026-11-22 04:04:02.344137+00
29	procrastinate	0011_add_foreign_key_index	2026-11-22 04:04:02.379384+00
30	procrastinate	0012_add_locks_to_periodic_defer	2026-11-22 04:04:02.416976+00
31	procrastinate	0013_fix_procrastinate_defer_periodic_job	2026-11-22 04:04:02.430515+00
32	procrastinate	0014_add_finish_job_and_retry_job_functions	2026-11-22 04:04:02.434922+00
33	procrastinate	0015_add_trigger_on_job_deletion	2026-11-22 04:04:02.441569+00
34	procrastinate	0016_delete_finished_jobs	2026-11-22 04:04:02.447288+00
35	procrastinate	0017_add_checks_to_finish_job	2026-11-22 04:04:02.451925+00
36	procrastinate	0018_add_checks_to_retry_job	2026-11-22 04:04:02.455775+00
37	procrastinate	0019_fix_finish_job_compat_issue	2026-11-22 04:04:02.461923+00
38	procrastinate	0020_add_index_on_procrastinate_jobs	2026-11-22 04:04:02.466662+00
39	procrastinate	0021_add_kwargs_to_defer_periodic_job	2026-11-22 04:04:02.47722+00
40	procrastinate	0022_null_locks_excluded	2026-11-22 04:04:02.489938+00
41	procrastinate	0023_remove_old_finish_job_function	2026-11-22 04:04:02.516419+00
42	procrastinate	0024_job_id_bigint	2026-11-22 04:04:02.539827+00
43	procrastinate	0025_add_models	2026-11-22 04:04:02.556902+00
44	procrastinate	0026_add_job_priority	2026-11-22 04:04:02.564631+00
45	procrastinate	0027_add_periodic_job_priority	2026-11-22 04:04:02.575559+00
46	procrastinate	0028_add_cancel_states	2026-11-22 04:04:02.586392+00
47	procrastinate	0029_add_additional_params_to_retry_job	2026-11-22 04:04:02.589423+00
48	procrastinate	0030_alter_procrastinateevent_options	2026-11-22 04:04:02.592491+00
49	procrastinate	0031_add_indexes_for_fetch_job	2026-11-22 04:04:02.598176+00
50	procrastinate	0032_pre_cancel_notification	2026-11-22 04:04:02.608056+00
51	procrastinate	0033_post_cancel_notification	2026-11-22 04:04:02.629115+00
52	procrastinate	0034_pre_add_heartbeat	2026-11-22 04:04:02.640682+00
53	procrastinate	0035_post_add_heartbeat	2026-11-22 04:04:02.646068+00
54	procrastinate	0036_add_worker_model	2026-11-22 04:04:02.660326+00
55	procrastinate	0037_pre_batch_defer_jobs	2026-11-22 04:04:02.66497+00
56	procrastinate	0038_post_batch_defer_jobs	2026-11-22 04:04:02.671059+00
57	procrastinate	0039_pre_priority_lock_fetch_job	2026-11-22 04:04:02.675538+00
58	procrastinate	0040_pre_retry_failed_job	2026-11-22 04:04:02.680004+00
59	procrastinate	0041_post_retry_failed_job	2026-11-22 04:04:02.688925+00
60	registry	0001_initial	2026-11-22 04:04:05.683322+00
61	trail	0001_initial	2026-11-22 04:04:06.07274+00
\.



COPY public.ledger_account (id, book, kind, holder, is_border, debits_posted_fen, credits_posted_fen, debits_pending_fen, credits_pending_fen) FROM stdin;
1	claims	determined	all	t	231740	0	0	0
2	claims	entitled	order:17	f	0	231740	0	0
\.



COPY public.ledger_transfer (id, key, at, amount_fen, phase, reason, subject, credit_id, debit_id, resolves_id) FROM stdin;
1	entitle order:17	2026-11-22 04:04:09.544448+00	231740	posted	a synthetic order		2	1	\N
\.



COPY public.offices_assignment (id, valid_from, valid_to, known_from, known_to, office_id, role_id, staff_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:09.353449+00	\N	3	1	1
2	2025-01-01	\N	2026-11-22 04:04:09.483299+00	\N	4	1	2
\.



COPY public.offices_delegation (id, valid_from, valid_to, known_from, known_to, reason, office_id, role_id, deputy_id, principal_id) FROM stdin;
1	2025-03-01	2025-03-07	2026-11-22 04:04:09.507107+00	\N	休假	3	1	2	1
\.



COPY public.offices_department (id, code, district_id) FROM stdin;
1	medical-security	510118000000
2	disabled	510118000000
\.



COPY public.offices_department_state (id, valid_from, valid_to, known_from, known_to, name, name_en, also, department_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	区医保局		{医保局}	1
2	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	区残联		{}	2
\.



COPY public.offices_district (code) FROM stdin;
510118000000
\.



COPY public.offices_district_state (id, valid_from, valid_to, known_from, known_to, title, title_en, profile, district_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	青禾区		small	510118000000
\.



COPY public.offices_incompatible_roles (id, valid_from, valid_to, known_from, known_to, reason, reason_en, one_id, other_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	确认的人不能复核	who confirms does not review	1	2
\.



COPY public.offices_office (id, code, district_id) FROM stdin;
1	centre	510118000000
2	disabled	510118000000
3	north	510118000000
4	south	510118000000
\.



COPY public.offices_office_state (id, valid_from, valid_to, known_from, known_to, name, name_en, kind, region, wave, department_id, office_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	区医保中心		centre	510118000000	\N	1	1
2	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	残联		department	510118000000	\N	2	2
3	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	北街		street	510118001000	1	1	3
4	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	南街		street	510118002000	2	1	4
\.



COPY public.offices_region_state (id, valid_from, valid_to, known_from, known_to, code, name, district_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	510118000000	青禾区	510118000000
2	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	510118001000	北街街道	510118000000
3	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	510118001001	一居委	510118000000
4	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	510118001201	二村	510118000000
5	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	510118002000	南街街道	510118000000
6	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	510118002001	一居委	510118000000
\.



COPY public.offices_role (id, code, district_id) FROM stdin;
1	clerk	510118000000
2	reviewer	510118000000
3	payer	510118000000
4	officer	510118000000
5	helper	510118000000
\.



COPY public.offices_role_state (id, valid_from, valid_to, known_from, known_to, title, title_en, departments, sees, does, role_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	经办		all	{people,orders}	{confirm,correct}	1
2	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	复核		all	{people,orders,payments}	{review}	2
3	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	拨付		all	{payments}	{pay}	3
4	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	部门专员		own	{people,orders}	{approve}	4
5	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	帮办		all	{people}	{visit}	5
\.



COPY public.offices_staff (id, number, name, user_id) FROM stdin;
1	1001	某某	1
2	1002	某某	2
\.



COPY public.offices_succession (id, valid_from, valid_to, known_from, known_to, old, new, district_id) FROM stdin;
\.



COPY public.offices_wave_state (id, valid_from, valid_to, known_from, known_to, number, live_from, source, district_id) FROM stdin;
1	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	1	2025-02-01		510118000000
2	2025-01-01	\N	2026-11-22 04:04:08.959201+00	\N	2	\N		510118000000
\.



COPY public.procrastinate_events (id, job_id, type, at) FROM stdin;
\.



COPY public.procrastinate_jobs (id, queue_name, task_name, lock, args, status, scheduled_at, attempts, queueing_lock, priority, abort_requested, worker_id) FROM stdin;
\.



COPY public.procrastinate_periodic_defers (id, task_name, defer_timestamp, job_id, periodic_id) FROM stdin;
\.



COPY public.procrastinate_workers (id, last_heartbeat) FROM stdin;
\.



COPY public.registry_attribute (id, known_from, known_to, batch, place, name, kind, value, valid_from, valid_to, person_id) FROM stdin;
\.



COPY public.registry_decision (id, known_from, known_to, batch, place, actor, why, merge_id, naming_id, person_id) FROM stdin;
\.



COPY public.registry_departure (id, known_from, known_to, batch, place, kind, day, disputed, person_id) FROM stdin;
\.



COPY public.registry_description (id, known_from, known_to, batch, place, born, sex, person_id) FROM stdin;
\.



COPY public.registry_dirty_mark (id, person, batch, at) FROM stdin;
\.



COPY public.registry_enrolment (id, known_from, known_to, batch, place, insurance, region, subsidised_as, valid_from, valid_to, person_id) FROM stdin;
\.



COPY public.registry_identity (id, known_from, known_to, batch, place, identity, source, office, document, valid_from, valid_to, recognised, confirmed, start_reason, end_reason, grace_until, person_id) FROM stdin;
\.



COPY public.registry_listing (id, known_from, known_to, batch, place, naming, role, source, period_first, period_last, identity, start, "end", recognised, office, document, ends, died, moved, household, attributes, kept) FROM stdin;
\.



COPY public.registry_membership (id, known_from, known_to, batch, place, household, source, valid_from, valid_to, person_id) FROM stdin;
\.



COPY public.registry_merge (id, known_from, known_to, batch, place, actor, why, gone_id, into_id) FROM stdin;
\.



COPY public.registry_payee (id, known_from, known_to, batch, place, relation, organisation, mandate, valid_from, valid_to, payee_id, person_id) FROM stdin;
\.



COPY public.registry_person (id, batch) FROM stdin;
\.



COPY public.registry_resolution (id, known_from, known_to, batch, place, reason, candidates, naming_id, person_id) FROM stdin;
\.



COPY public.registry_responsibility (id, known_from, known_to, batch, place, region, pack, reason, valid_from, valid_to, person_id) FROM stdin;
\.



COPY public.registry_roster (id, known_from, known_to, batch, place, source, period_first, period_last, is_whole, mass_exit_percent, grace_days, rows) FROM stdin;
\.



COPY public.trail_entry (id, at, actor, act, subject, details) FROM stdin;
1	2026-11-22 04:04:09.246617+00	staff:test	load_offices	district:510118000000	{"added": 21, "changed": 0, "profile": "small"}
2	2026-11-22 04:04:09.321258+00	staff:test	appoint	staff:1001	{}
3	2026-11-22 04:04:09.41696+00	staff:test	assign	staff:1001	{"role": "clerk", "first": "2025-01-01", "office": "north"}
4	2026-11-22 04:04:09.449135+00	staff:test	appoint	staff:1002	{}
5	2026-11-22 04:04:09.495528+00	staff:test	assign	staff:1002	{"role": "clerk", "first": "2025-01-01", "office": "south"}
6	2026-11-22 04:04:09.518804+00	staff:test	delegate	staff:1002	{"last": "2025-03-07", "role": "clerk", "first": "2025-03-01", "office": "north"}
7	2026-11-22 04:04:09.52369+00	clerk:1001	confirm	order:17	{"amount_fen": 231740}
\.



COPY public.vault_account (id, bank, proof, proposed_by, proposed_at, confirmed_by, confirmed_at, refused_at, closed_at, person_id, holder_id, number_id) FROM stdin;
\.



COPY public.vault_mention (id, role, source, rank, sex, naming_id) FROM stdin;
\.



COPY public.vault_naming (id, spelling, born, cert_type, certno_id, former_name_id, name_id, psn_no_id) FROM stdin;
\.



COPY public.vault_tie (id, tie, naming_id) FROM stdin;
\.



COPY public.vault_value (id, kind, index, sealed) FROM stdin;
\.



SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);



SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);



SELECT pg_catalog.setval('public.auth_permission_id_seq', 220, true);



SELECT pg_catalog.setval('public.auth_user_groups_id_seq', 1, false);



SELECT pg_catalog.setval('public.auth_user_id_seq', 2, true);



SELECT pg_catalog.setval('public.auth_user_user_permissions_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_backlog_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_bill_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_closure_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_given_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_opening_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_outcome_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_payment_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_period_id_seq', 1, false);



SELECT pg_catalog.setval('public.claims_settlement_id_seq', 1, false);



SELECT pg_catalog.setval('public.django_content_type_id_seq', 55, true);



SELECT pg_catalog.setval('public.django_migrations_id_seq', 61, true);



SELECT pg_catalog.setval('public.ledger_account_id_seq', 2, true);



SELECT pg_catalog.setval('public.ledger_transfer_id_seq', 1, true);



SELECT pg_catalog.setval('public.offices_assignment_id_seq', 2, true);



SELECT pg_catalog.setval('public.offices_delegation_id_seq', 1, true);



SELECT pg_catalog.setval('public.offices_department_id_seq', 2, true);



SELECT pg_catalog.setval('public.offices_department_state_id_seq', 2, true);



SELECT pg_catalog.setval('public.offices_district_state_id_seq', 1, true);



SELECT pg_catalog.setval('public.offices_incompatible_roles_id_seq', 1, true);



SELECT pg_catalog.setval('public.offices_office_id_seq', 4, true);



SELECT pg_catalog.setval('public.offices_office_state_id_seq', 4, true);



SELECT pg_catalog.setval('public.offices_region_state_id_seq', 6, true);



SELECT pg_catalog.setval('public.offices_role_id_seq', 5, true);



SELECT pg_catalog.setval('public.offices_role_state_id_seq', 5, true);



SELECT pg_catalog.setval('public.offices_staff_id_seq', 2, true);



SELECT pg_catalog.setval('public.offices_succession_id_seq', 1, false);



SELECT pg_catalog.setval('public.offices_wave_state_id_seq', 2, true);



SELECT pg_catalog.setval('public.procrastinate_events_id_seq', 1, false);



SELECT pg_catalog.setval('public.procrastinate_jobs_id_seq', 1, false);



SELECT pg_catalog.setval('public.procrastinate_periodic_defers_id_seq', 1, false);



SELECT pg_catalog.setval('public.procrastinate_workers_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_attribute_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_decision_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_departure_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_description_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_dirty_mark_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_enrolment_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_identity_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_listing_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_membership_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_merge_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_payee_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_person_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_resolution_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_responsibility_id_seq', 1, false);



SELECT pg_catalog.setval('public.registry_roster_id_seq', 1, false);



SELECT pg_catalog.setval('public.trail_entry_id_seq', 7, true);



SELECT pg_catalog.setval('public.vault_account_id_seq', 1, false);



SELECT pg_catalog.setval('public.vault_mention_id_seq', 1, false);



SELECT pg_catalog.setval('public.vault_naming_id_seq', 1, false);



SELECT pg_catalog.setval('public.vault_tie_id_seq', 1, false);



SELECT pg_catalog.setval('public.vault_value_id_seq', 1, false);



ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);



ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_group_id_94350c0c_uniq UNIQUE (user_id, group_id);



ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_permission_id_14a6b632_uniq UNIQUE (user_id, permission_id);



ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_username_key UNIQUE (username);



ALTER TABLE ONLY public.claims_backlog
    ADD CONSTRAINT claims_backlog_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_bill
    ADD CONSTRAINT claims_bill_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_closure
    ADD CONSTRAINT claims_closure_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_given
    ADD CONSTRAINT claims_given_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_opening
    ADD CONSTRAINT claims_opening_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_outcome
    ADD CONSTRAINT claims_outcome_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_payment
    ADD CONSTRAINT claims_payment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_period
    ADD CONSTRAINT claims_period_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.claims_settlement
    ADD CONSTRAINT claims_settlement_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);



ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_is_one_of_its_kind UNIQUE (book, kind, holder);



ALTER TABLE ONLY public.ledger_account
    ADD CONSTRAINT ledger_account_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.ledger_transfer
    ADD CONSTRAINT ledger_transfer_key_key UNIQUE (key);



ALTER TABLE ONLY public.ledger_transfer
    ADD CONSTRAINT ledger_transfer_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.ledger_transfer
    ADD CONSTRAINT ledger_transfer_resolves_id_key UNIQUE (resolves_id);



ALTER TABLE ONLY public.offices_assignment
    ADD CONSTRAINT offices_assignment_once_a_day EXCLUDE USING gist (int8range(staff_id, staff_id, '[]'::text) WITH &&, int8range(office_id, office_id, '[]'::text) WITH &&, int8range(role_id, role_id, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_assignment
    ADD CONSTRAINT offices_assignment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_delegation
    ADD CONSTRAINT offices_delegation_once_a_day EXCLUDE USING gist (int8range(principal_id, principal_id, '[]'::text) WITH &&, int8range(deputy_id, deputy_id, '[]'::text) WITH &&, int8range(office_id, office_id, '[]'::text) WITH &&, int8range(role_id, role_id, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_delegation
    ADD CONSTRAINT offices_delegation_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_department
    ADD CONSTRAINT offices_department_code UNIQUE (district_id, code);



ALTER TABLE ONLY public.offices_department
    ADD CONSTRAINT offices_department_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_department_state
    ADD CONSTRAINT offices_department_state_once_a_day EXCLUDE USING gist (int8range(department_id, department_id, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_department_state
    ADD CONSTRAINT offices_department_state_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_district
    ADD CONSTRAINT offices_district_pkey PRIMARY KEY (code);



ALTER TABLE ONLY public.offices_district_state
    ADD CONSTRAINT offices_district_state_once_a_day EXCLUDE USING gist (int8range((district_id)::bigint, (district_id)::bigint, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_district_state
    ADD CONSTRAINT offices_district_state_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_incompatible_roles
    ADD CONSTRAINT offices_incompatible_roles_once_a_day EXCLUDE USING gist (int8range(one_id, one_id, '[]'::text) WITH &&, int8range(other_id, other_id, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_incompatible_roles
    ADD CONSTRAINT offices_incompatible_roles_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_office
    ADD CONSTRAINT offices_office_code UNIQUE (district_id, code);



ALTER TABLE ONLY public.offices_office
    ADD CONSTRAINT offices_office_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_office_state
    ADD CONSTRAINT offices_office_state_once_a_day EXCLUDE USING gist (int8range(office_id, office_id, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_office_state
    ADD CONSTRAINT offices_office_state_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_region_state
    ADD CONSTRAINT offices_region_state_once_a_day EXCLUDE USING gist (int8range((code)::bigint, (code)::bigint, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_region_state
    ADD CONSTRAINT offices_region_state_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_role
    ADD CONSTRAINT offices_role_code UNIQUE (district_id, code);



ALTER TABLE ONLY public.offices_role
    ADD CONSTRAINT offices_role_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_role_state
    ADD CONSTRAINT offices_role_state_once_a_day EXCLUDE USING gist (int8range(role_id, role_id, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_role_state
    ADD CONSTRAINT offices_role_state_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_staff
    ADD CONSTRAINT offices_staff_number_key UNIQUE (number);



ALTER TABLE ONLY public.offices_staff
    ADD CONSTRAINT offices_staff_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_staff
    ADD CONSTRAINT offices_staff_user_id_key UNIQUE (user_id);



ALTER TABLE ONLY public.offices_succession
    ADD CONSTRAINT offices_succession_once_a_day EXCLUDE USING gist (int8range((old)::bigint, (old)::bigint, '[]'::text) WITH &&, int8range((new)::bigint, (new)::bigint, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_succession
    ADD CONSTRAINT offices_succession_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.offices_wave_state
    ADD CONSTRAINT offices_wave_state_once_a_day EXCLUDE USING gist (int8range((district_id)::bigint, (district_id)::bigint, '[]'::text) WITH &&, int8range((number)::bigint, (number)::bigint, '[]'::text) WITH &&, daterange(valid_from, valid_to, '[]'::text) WITH &&) WHERE ((known_to IS NULL));



ALTER TABLE ONLY public.offices_wave_state
    ADD CONSTRAINT offices_wave_state_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_unique UNIQUE (task_name, periodic_id, defer_timestamp);



ALTER TABLE ONLY public.procrastinate_workers
    ADD CONSTRAINT procrastinate_workers_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_attribute
    ADD CONSTRAINT registry_attribute_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_decision
    ADD CONSTRAINT registry_decision_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_departure
    ADD CONSTRAINT registry_departure_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_description
    ADD CONSTRAINT registry_description_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_dirty_mark
    ADD CONSTRAINT registry_dirty_mark_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_dirty_mark
    ADD CONSTRAINT registry_dirty_once UNIQUE (person, batch);



ALTER TABLE ONLY public.registry_enrolment
    ADD CONSTRAINT registry_enrolment_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_identity
    ADD CONSTRAINT registry_identity_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_listing
    ADD CONSTRAINT registry_listing_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_membership
    ADD CONSTRAINT registry_membership_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_merge
    ADD CONSTRAINT registry_merge_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_payee
    ADD CONSTRAINT registry_payee_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_person
    ADD CONSTRAINT registry_person_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_resolution
    ADD CONSTRAINT registry_resolution_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_responsibility
    ADD CONSTRAINT registry_responsibility_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.registry_roster
    ADD CONSTRAINT registry_roster_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.trail_entry
    ADD CONSTRAINT trail_entry_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.vault_account
    ADD CONSTRAINT vault_account_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.vault_mention
    ADD CONSTRAINT vault_mention_once UNIQUE (naming_id, role, source, rank, sex);



ALTER TABLE ONLY public.vault_mention
    ADD CONSTRAINT vault_mention_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.vault_naming
    ADD CONSTRAINT vault_naming_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.vault_naming
    ADD CONSTRAINT vault_naming_spelling_key UNIQUE (spelling);



ALTER TABLE ONLY public.vault_tie
    ADD CONSTRAINT vault_tie_pkey PRIMARY KEY (id);



ALTER TABLE ONLY public.vault_value
    ADD CONSTRAINT vault_value_once UNIQUE (kind, index);



ALTER TABLE ONLY public.vault_value
    ADD CONSTRAINT vault_value_pkey PRIMARY KEY (id);



CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);



CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);



CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);



CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);



CREATE INDEX auth_user_groups_group_id_97559544 ON public.auth_user_groups USING btree (group_id);



CREATE INDEX auth_user_groups_user_id_6a12ed8b ON public.auth_user_groups USING btree (user_id);



CREATE INDEX auth_user_user_permissions_permission_id_1fbb5f2c ON public.auth_user_user_permissions USING btree (permission_id);



CREATE INDEX auth_user_user_permissions_user_id_a95ead1b ON public.auth_user_user_permissions USING btree (user_id);



CREATE INDEX auth_user_username_6821ab7c_like ON public.auth_user USING btree (username varchar_pattern_ops);



CREATE INDEX claims_backlog_naming_af8e6233 ON public.claims_backlog USING btree (naming);



CREATE INDEX claims_backlog_person_b745bb60 ON public.claims_backlog USING btree (person);



CREATE INDEX claims_bill_naming_eec33200 ON public.claims_bill USING btree (naming);



CREATE INDEX claims_bill_number ON public.claims_bill USING btree (kind, code, number);



CREATE INDEX claims_bill_person_49a5b5f7 ON public.claims_bill USING btree (person);



CREATE INDEX claims_given_naming_03d05b2a ON public.claims_given USING btree (naming);



CREATE INDEX claims_given_person_6c9b5547 ON public.claims_given USING btree (person);



CREATE INDEX claims_opening_naming_56580809 ON public.claims_opening USING btree (naming);



CREATE INDEX claims_opening_person_af20dcc2 ON public.claims_opening USING btree (person);



CREATE UNIQUE INDEX claims_outcome_one ON public.claims_outcome USING btree (settlement_id) WHERE (known_to IS NULL);



CREATE INDEX claims_outcome_person_679a2fdc ON public.claims_outcome USING btree (person);



CREATE INDEX claims_outcome_settlement_id_12d5b3cc ON public.claims_outcome USING btree (settlement_id);



CREATE INDEX claims_payment_naming_a56c036e ON public.claims_payment USING btree (naming);



CREATE INDEX claims_payment_number ON public.claims_payment USING btree (number);



CREATE INDEX claims_payment_person_c66468a9 ON public.claims_payment USING btree (person);



CREATE INDEX claims_settlement_naming_5d1f046c ON public.claims_settlement USING btree (naming);



CREATE INDEX claims_settlement_number ON public.claims_settlement USING btree (setl_id);



CREATE INDEX claims_settlement_person_73f6e8ac ON public.claims_settlement USING btree (person);



CREATE INDEX claims_settlement_takes_back ON public.claims_settlement USING btree (init_setl_id);



CREATE INDEX idx_procrastinate_jobs_worker_not_null ON public.procrastinate_jobs USING btree (worker_id) WHERE ((worker_id IS NOT NULL) AND (status = 'doing'::public.procrastinate_job_status));



CREATE INDEX idx_procrastinate_workers_last_heartbeat ON public.procrastinate_workers USING btree (last_heartbeat);



CREATE INDEX ledger_transfer_at ON public.ledger_transfer USING btree (at);



CREATE INDEX ledger_transfer_credit_id_af787b0c ON public.ledger_transfer USING btree (credit_id);



CREATE INDEX ledger_transfer_debit_id_9031bbea ON public.ledger_transfer USING btree (debit_id);



CREATE INDEX ledger_transfer_key_451b4b01_like ON public.ledger_transfer USING btree (key text_pattern_ops);



CREATE INDEX ledger_transfer_subject ON public.ledger_transfer USING btree (subject);



CREATE INDEX offices_assignment_office_id_c226aedf ON public.offices_assignment USING btree (office_id);



CREATE INDEX offices_assignment_role_id_cc306a3a ON public.offices_assignment USING btree (role_id);



CREATE INDEX offices_assignment_staff_id_a85f9ef7 ON public.offices_assignment USING btree (staff_id);



CREATE INDEX offices_delegation_deputy_id_88f59dfb ON public.offices_delegation USING btree (deputy_id);



CREATE INDEX offices_delegation_office_id_afcc91e4 ON public.offices_delegation USING btree (office_id);



CREATE INDEX offices_delegation_principal_id_e85ddc7c ON public.offices_delegation USING btree (principal_id);



CREATE INDEX offices_delegation_role_id_8786e9a4 ON public.offices_delegation USING btree (role_id);



CREATE INDEX offices_department_district_id_c5745d88 ON public.offices_department USING btree (district_id);



CREATE INDEX offices_department_district_id_c5745d88_like ON public.offices_department USING btree (district_id varchar_pattern_ops);



CREATE INDEX offices_department_state_department_id_07b15cb9 ON public.offices_department_state USING btree (department_id);



CREATE INDEX offices_district_code_e6a55917_like ON public.offices_district USING btree (code varchar_pattern_ops);



CREATE INDEX offices_district_state_district_id_6aa57ae5 ON public.offices_district_state USING btree (district_id);



CREATE INDEX offices_district_state_district_id_6aa57ae5_like ON public.offices_district_state USING btree (district_id varchar_pattern_ops);



CREATE INDEX offices_incompatible_roles_one_id_e02bf8f2 ON public.offices_incompatible_roles USING btree (one_id);



CREATE INDEX offices_incompatible_roles_other_id_54f6e6a0 ON public.offices_incompatible_roles USING btree (other_id);



CREATE INDEX offices_office_district_id_5d3ad7bc ON public.offices_office USING btree (district_id);



CREATE INDEX offices_office_district_id_5d3ad7bc_like ON public.offices_office USING btree (district_id varchar_pattern_ops);



CREATE INDEX offices_office_state_department_id_e754489a ON public.offices_office_state USING btree (department_id);



CREATE INDEX offices_office_state_office_id_247ea657 ON public.offices_office_state USING btree (office_id);



CREATE INDEX offices_region_code ON public.offices_region_state USING btree (code);



CREATE INDEX offices_region_name ON public.offices_region_state USING btree (name);



CREATE INDEX offices_region_state_district_id_b750b26c ON public.offices_region_state USING btree (district_id);



CREATE INDEX offices_region_state_district_id_b750b26c_like ON public.offices_region_state USING btree (district_id varchar_pattern_ops);



CREATE INDEX offices_role_district_id_7f4135dc ON public.offices_role USING btree (district_id);



CREATE INDEX offices_role_district_id_7f4135dc_like ON public.offices_role USING btree (district_id varchar_pattern_ops);



CREATE INDEX offices_role_state_role_id_f8519442 ON public.offices_role_state USING btree (role_id);



CREATE INDEX offices_staff_number_0a7d034e_like ON public.offices_staff USING btree (number text_pattern_ops);



CREATE INDEX offices_succession_district_id_8c4c5d07 ON public.offices_succession USING btree (district_id);



CREATE INDEX offices_succession_district_id_8c4c5d07_like ON public.offices_succession USING btree (district_id varchar_pattern_ops);



CREATE INDEX offices_wave_state_district_id_ef4a7f15 ON public.offices_wave_state USING btree (district_id);



CREATE INDEX offices_wave_state_district_id_ef4a7f15_like ON public.offices_wave_state USING btree (district_id varchar_pattern_ops);



CREATE INDEX procrastinate_events_job_id_fkey_v1 ON public.procrastinate_events USING btree (job_id);



CREATE INDEX procrastinate_jobs_id_lock_idx_v1 ON public.procrastinate_jobs USING btree (id, lock) WHERE (status = ANY (ARRAY['todo'::public.procrastinate_job_status, 'doing'::public.procrastinate_job_status]));



CREATE UNIQUE INDEX procrastinate_jobs_lock_idx_v1 ON public.procrastinate_jobs USING btree (lock) WHERE (status = 'doing'::public.procrastinate_job_status);



CREATE INDEX procrastinate_jobs_priority_idx_v1 ON public.procrastinate_jobs USING btree (priority DESC, id) WHERE (status = 'todo'::public.procrastinate_job_status);



CREATE INDEX procrastinate_jobs_queue_name_idx_v1 ON public.procrastinate_jobs USING btree (queue_name);



CREATE UNIQUE INDEX procrastinate_jobs_queueing_lock_idx_v1 ON public.procrastinate_jobs USING btree (queueing_lock) WHERE (status = 'todo'::public.procrastinate_job_status);



CREATE INDEX procrastinate_periodic_defers_job_id_fkey_v1 ON public.procrastinate_periodic_defers USING btree (job_id);



CREATE INDEX registry_attribute_person_id_f929fb42 ON public.registry_attribute USING btree (person_id);



CREATE INDEX registry_decision_merge_id_86814c2b ON public.registry_decision USING btree (merge_id);



CREATE INDEX registry_decision_naming_id_98ee5f74 ON public.registry_decision USING btree (naming_id);



CREATE UNIQUE INDEX registry_decision_one ON public.registry_decision USING btree (naming_id) WHERE (known_to IS NULL);



CREATE INDEX registry_decision_person_id_01ff027d ON public.registry_decision USING btree (person_id);



CREATE INDEX registry_departure_person_id_bf33528e ON public.registry_departure USING btree (person_id);



CREATE INDEX registry_description_person_id_f9e5b3db ON public.registry_description USING btree (person_id);



CREATE INDEX registry_dirty_mark_person_a77401af ON public.registry_dirty_mark USING btree (person);



CREATE INDEX registry_enrolment_person_id_334e6402 ON public.registry_enrolment USING btree (person_id);



CREATE INDEX registry_identity_class ON public.registry_identity USING btree (identity);



CREATE INDEX registry_identity_person_id_634a9294 ON public.registry_identity USING btree (person_id);



CREATE INDEX registry_listing_batch ON public.registry_listing USING btree (batch);



CREATE INDEX registry_listing_naming_8a7a0441 ON public.registry_listing USING btree (naming);



CREATE INDEX registry_listing_period ON public.registry_listing USING btree (source, period_first);



CREATE INDEX registry_membership_household_f8db9532 ON public.registry_membership USING btree (household);



CREATE INDEX registry_membership_person_id_7bab2f0d ON public.registry_membership USING btree (person_id);



CREATE INDEX registry_merge_gone_id_7dd4e750 ON public.registry_merge USING btree (gone_id);



CREATE INDEX registry_merge_into_id_043d8eb7 ON public.registry_merge USING btree (into_id);



CREATE INDEX registry_payee_payee_id_ab27c07f ON public.registry_payee USING btree (payee_id);



CREATE INDEX registry_payee_person_id_d6baa83e ON public.registry_payee USING btree (person_id);



CREATE INDEX registry_resolution_naming_id_78ab46a0 ON public.registry_resolution USING btree (naming_id);



CREATE UNIQUE INDEX registry_resolution_one ON public.registry_resolution USING btree (naming_id) WHERE (known_to IS NULL);



CREATE INDEX registry_resolution_person ON public.registry_resolution USING btree (person_id);



CREATE INDEX registry_resolution_person_id_372a53fe ON public.registry_resolution USING btree (person_id);



CREATE INDEX registry_responsibility_person_id_16901100 ON public.registry_responsibility USING btree (person_id);



CREATE INDEX registry_responsible_region ON public.registry_responsibility USING btree (region);



CREATE INDEX registry_roster_source ON public.registry_roster USING btree (source);



CREATE INDEX trail_entry_at ON public.trail_entry USING btree (at);



CREATE INDEX trail_entry_subject ON public.trail_entry USING btree (subject, id);



CREATE INDEX vault_account_holder_id_f1c9e532 ON public.vault_account USING btree (holder_id);



CREATE INDEX vault_account_number_id_80c0d023 ON public.vault_account USING btree (number_id);



CREATE UNIQUE INDEX vault_account_one_in_use ON public.vault_account USING btree (person_id) WHERE ((closed_at IS NULL) AND (confirmed_at IS NOT NULL));



CREATE INDEX vault_account_person_id_c72e5d84 ON public.vault_account USING btree (person_id);



CREATE INDEX vault_mention_naming_id_5b52f22c ON public.vault_mention USING btree (naming_id);



CREATE INDEX vault_naming_certno_id_378ecc9b ON public.vault_naming USING btree (certno_id);



CREATE INDEX vault_naming_former_name_id_1cc27275 ON public.vault_naming USING btree (former_name_id);



CREATE INDEX vault_naming_name_id_103b2687 ON public.vault_naming USING btree (name_id);



CREATE INDEX vault_naming_psn_no_id_925571df ON public.vault_naming USING btree (psn_no_id);



CREATE INDEX vault_tie_tie ON public.vault_tie USING btree (tie);



CREATE TRIGGER ledger_transfer_keeps_balances AFTER INSERT ON public.ledger_transfer REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.ledger_keep_balances();



CREATE TRIGGER offices_assignment_compatible AFTER INSERT ON public.offices_assignment FOR EACH ROW EXECUTE FUNCTION public.offices_role_given();



CREATE TRIGGER offices_delegation_compatible AFTER INSERT ON public.offices_delegation FOR EACH ROW EXECUTE FUNCTION public.offices_role_given();



CREATE TRIGGER offices_incompatible_roles_stated AFTER INSERT ON public.offices_incompatible_roles FOR EACH ROW EXECUTE FUNCTION public.offices_pair_stated();



CREATE TRIGGER procrastinate_jobs_notify_queue_job_aborted_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN (((old.abort_requested = false) AND (new.abort_requested = true) AND (new.status = 'doing'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_notify_queue_abort_job_v1();



CREATE TRIGGER procrastinate_jobs_notify_queue_job_inserted_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_notify_queue_job_inserted_v1();



CREATE TRIGGER procrastinate_trigger_abort_requested_events_v1 AFTER UPDATE OF abort_requested ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.abort_requested = true)) EXECUTE FUNCTION public.procrastinate_trigger_abort_requested_events_procedure_v1();



CREATE TRIGGER procrastinate_trigger_delete_jobs_v1 BEFORE DELETE ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_unlink_periodic_defers_v1();



CREATE TRIGGER procrastinate_trigger_scheduled_events_v1 AFTER INSERT OR UPDATE ON public.procrastinate_jobs FOR EACH ROW WHEN (((new.scheduled_at IS NOT NULL) AND (new.status = 'todo'::public.procrastinate_job_status))) EXECUTE FUNCTION public.procrastinate_trigger_function_scheduled_events_v1();



CREATE TRIGGER procrastinate_trigger_status_events_insert_v1 AFTER INSERT ON public.procrastinate_jobs FOR EACH ROW WHEN ((new.status = 'todo'::public.procrastinate_job_status)) EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_insert_v1();



CREATE TRIGGER procrastinate_trigger_status_events_update_v1 AFTER UPDATE OF status ON public.procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION public.procrastinate_trigger_function_status_events_update_v1();



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_group_id_97559544_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_6a12ed8b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.claims_outcome
    ADD CONSTRAINT claims_outcome_settlement_id_12d5b3cc_fk_claims_settlement_id FOREIGN KEY (settlement_id) REFERENCES public.claims_settlement(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.ledger_transfer
    ADD CONSTRAINT ledger_transfer_credit_id_af787b0c_fk_ledger_account_id FOREIGN KEY (credit_id) REFERENCES public.ledger_account(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.ledger_transfer
    ADD CONSTRAINT ledger_transfer_debit_id_9031bbea_fk_ledger_account_id FOREIGN KEY (debit_id) REFERENCES public.ledger_account(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.ledger_transfer
    ADD CONSTRAINT ledger_transfer_resolves_id_6fd71003_fk_ledger_transfer_id FOREIGN KEY (resolves_id) REFERENCES public.ledger_transfer(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_assignment
    ADD CONSTRAINT offices_assignment_office_id_c226aedf_fk_offices_office_id FOREIGN KEY (office_id) REFERENCES public.offices_office(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_assignment
    ADD CONSTRAINT offices_assignment_role_id_cc306a3a_fk_offices_role_id FOREIGN KEY (role_id) REFERENCES public.offices_role(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_assignment
    ADD CONSTRAINT offices_assignment_staff_id_a85f9ef7_fk_offices_staff_id FOREIGN KEY (staff_id) REFERENCES public.offices_staff(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_delegation
    ADD CONSTRAINT offices_delegation_deputy_id_88f59dfb_fk_offices_staff_id FOREIGN KEY (deputy_id) REFERENCES public.offices_staff(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_delegation
    ADD CONSTRAINT offices_delegation_office_id_afcc91e4_fk_offices_office_id FOREIGN KEY (office_id) REFERENCES public.offices_office(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_delegation
    ADD CONSTRAINT offices_delegation_principal_id_e85ddc7c_fk_offices_staff_id FOREIGN KEY (principal_id) REFERENCES public.offices_staff(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_delegation
    ADD CONSTRAINT offices_delegation_role_id_8786e9a4_fk_offices_role_id FOREIGN KEY (role_id) REFERENCES public.offices_role(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_department
    ADD CONSTRAINT offices_department_district_id_c5745d88_fk_offices_d FOREIGN KEY (district_id) REFERENCES public.offices_district(code) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_department_state
    ADD CONSTRAINT offices_department_s_department_id_07b15cb9_fk_offices_d FOREIGN KEY (department_id) REFERENCES public.offices_department(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_district_state
    ADD CONSTRAINT offices_district_sta_district_id_6aa57ae5_fk_offices_d FOREIGN KEY (district_id) REFERENCES public.offices_district(code) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_incompatible_roles
    ADD CONSTRAINT offices_incompatible_roles_one_id_e02bf8f2_fk_offices_role_id FOREIGN KEY (one_id) REFERENCES public.offices_role(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_incompatible_roles
    ADD CONSTRAINT offices_incompatible_roles_other_id_54f6e6a0_fk_offices_role_id FOREIGN KEY (other_id) REFERENCES public.offices_role(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_office
    ADD CONSTRAINT offices_office_district_id_5d3ad7bc_fk_offices_district_code FOREIGN KEY (district_id) REFERENCES public.offices_district(code) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_office_state
    ADD CONSTRAINT offices_office_state_department_id_e754489a_fk_offices_d FOREIGN KEY (department_id) REFERENCES public.offices_department(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_office_state
    ADD CONSTRAINT offices_office_state_office_id_247ea657_fk_offices_office_id FOREIGN KEY (office_id) REFERENCES public.offices_office(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_region_state
    ADD CONSTRAINT offices_region_state_district_id_b750b26c_fk_offices_d FOREIGN KEY (district_id) REFERENCES public.offices_district(code) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_role
    ADD CONSTRAINT offices_role_district_id_7f4135dc_fk_offices_district_code FOREIGN KEY (district_id) REFERENCES public.offices_district(code) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_role_state
    ADD CONSTRAINT offices_role_state_role_id_f8519442_fk_offices_role_id FOREIGN KEY (role_id) REFERENCES public.offices_role(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_staff
    ADD CONSTRAINT offices_staff_user_id_2a93729d_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_succession
    ADD CONSTRAINT offices_succession_district_id_8c4c5d07_fk_offices_d FOREIGN KEY (district_id) REFERENCES public.offices_district(code) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.offices_wave_state
    ADD CONSTRAINT offices_wave_state_district_id_ef4a7f15_fk_offices_d FOREIGN KEY (district_id) REFERENCES public.offices_district(code) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.procrastinate_events
    ADD CONSTRAINT procrastinate_events_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id) ON DELETE CASCADE;



ALTER TABLE ONLY public.procrastinate_jobs
    ADD CONSTRAINT procrastinate_jobs_worker_id_fkey FOREIGN KEY (worker_id) REFERENCES public.procrastinate_workers(id) ON DELETE SET NULL;



ALTER TABLE ONLY public.procrastinate_periodic_defers
    ADD CONSTRAINT procrastinate_periodic_defers_job_id_fkey FOREIGN KEY (job_id) REFERENCES public.procrastinate_jobs(id);



ALTER TABLE ONLY public.registry_attribute
    ADD CONSTRAINT registry_attribute_person_id_f929fb42_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_decision
    ADD CONSTRAINT registry_decision_merge_id_86814c2b_fk_registry_merge_id FOREIGN KEY (merge_id) REFERENCES public.registry_merge(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_decision
    ADD CONSTRAINT registry_decision_naming_id_98ee5f74_fk_vault_naming_id FOREIGN KEY (naming_id) REFERENCES public.vault_naming(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_decision
    ADD CONSTRAINT registry_decision_person_id_01ff027d_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_departure
    ADD CONSTRAINT registry_departure_person_id_bf33528e_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_description
    ADD CONSTRAINT registry_description_person_id_f9e5b3db_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_enrolment
    ADD CONSTRAINT registry_enrolment_person_id_334e6402_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_identity
    ADD CONSTRAINT registry_identity_person_id_634a9294_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_membership
    ADD CONSTRAINT registry_membership_person_id_7bab2f0d_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_merge
    ADD CONSTRAINT registry_merge_gone_id_7dd4e750_fk_registry_person_id FOREIGN KEY (gone_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_merge
    ADD CONSTRAINT registry_merge_into_id_043d8eb7_fk_registry_person_id FOREIGN KEY (into_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_payee
    ADD CONSTRAINT registry_payee_payee_id_ab27c07f_fk_registry_person_id FOREIGN KEY (payee_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_payee
    ADD CONSTRAINT registry_payee_person_id_d6baa83e_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_resolution
    ADD CONSTRAINT registry_resolution_naming_id_78ab46a0_fk_vault_naming_id FOREIGN KEY (naming_id) REFERENCES public.vault_naming(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_resolution
    ADD CONSTRAINT registry_resolution_person_id_372a53fe_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.registry_responsibility
    ADD CONSTRAINT registry_responsibil_person_id_16901100_fk_registry_ FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_account
    ADD CONSTRAINT vault_account_holder_id_f1c9e532_fk_vault_value_id FOREIGN KEY (holder_id) REFERENCES public.vault_value(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_account
    ADD CONSTRAINT vault_account_number_id_80c0d023_fk_vault_value_id FOREIGN KEY (number_id) REFERENCES public.vault_value(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_account
    ADD CONSTRAINT vault_account_person_id_c72e5d84_fk_registry_person_id FOREIGN KEY (person_id) REFERENCES public.registry_person(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_mention
    ADD CONSTRAINT vault_mention_naming_id_5b52f22c_fk_vault_naming_id FOREIGN KEY (naming_id) REFERENCES public.vault_naming(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_naming
    ADD CONSTRAINT vault_naming_certno_id_378ecc9b_fk_vault_value_id FOREIGN KEY (certno_id) REFERENCES public.vault_value(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_naming
    ADD CONSTRAINT vault_naming_former_name_id_1cc27275_fk_vault_value_id FOREIGN KEY (former_name_id) REFERENCES public.vault_value(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_naming
    ADD CONSTRAINT vault_naming_name_id_103b2687_fk_vault_value_id FOREIGN KEY (name_id) REFERENCES public.vault_value(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_naming
    ADD CONSTRAINT vault_naming_psn_no_id_925571df_fk_vault_value_id FOREIGN KEY (psn_no_id) REFERENCES public.vault_value(id) DEFERRABLE INITIALLY DEFERRED;



ALTER TABLE ONLY public.vault_tie
    ADD CONSTRAINT vault_tie_naming_id_d2fa8132_fk_vault_naming_id FOREIGN KEY (naming_id) REFERENCES public.vault_naming(id) DEFERRABLE INITIALLY DEFERRED;



REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO mianshen_owner;
GRANT USAGE ON SCHEMA public TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_jobs TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.auth_group_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_group_permissions TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.auth_group_permissions_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_permission TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.auth_permission_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_user TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_user_groups TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.auth_user_groups_id_seq TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.auth_user_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.auth_user_user_permissions TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.auth_user_user_permissions_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_backlog TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_backlog TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_backlog_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_bill TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_bill TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_bill_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_closure TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_closure TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_closure_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_given TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_given TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_given_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_opening TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_opening TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_opening_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_outcome TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_outcome TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_outcome_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_payment TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_payment TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_payment_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_period TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_period TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_period_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.claims_settlement TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.claims_settlement TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.claims_settlement_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_content_type TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.django_content_type_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.django_migrations TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.django_migrations_id_seq TO mianshen_runtime;



GRANT SELECT ON TABLE public.ledger_account TO mianshen_runtime;



GRANT INSERT(book) ON TABLE public.ledger_account TO mianshen_runtime;



GRANT INSERT(kind) ON TABLE public.ledger_account TO mianshen_runtime;



GRANT INSERT(holder) ON TABLE public.ledger_account TO mianshen_runtime;



GRANT INSERT(is_border) ON TABLE public.ledger_account TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.ledger_account_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.ledger_transfer TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.ledger_transfer_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_assignment TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_assignment TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_assignment_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_delegation TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_delegation TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_delegation_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offices_department TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_department_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_department_state TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_department_state TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_department_state_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offices_district TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_district_state TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_district_state TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_district_state_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_incompatible_roles TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_incompatible_roles TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_incompatible_roles_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offices_office TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_office_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_office_state TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_office_state TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_office_state_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_region_state TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_region_state TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_region_state_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offices_role TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_role_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_role_state TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_role_state TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_role_state_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.offices_staff TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_staff_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_succession TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_succession TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_succession_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.offices_wave_state TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.offices_wave_state TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.offices_wave_state_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_events TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_events_id_seq TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_jobs_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_periodic_defers TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_periodic_defers_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.procrastinate_workers TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.procrastinate_workers_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_attribute TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_attribute TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_attribute_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_decision TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_decision TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_decision_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_departure TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_departure TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_departure_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_description TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_description TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_description_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_dirty_mark TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_dirty_mark_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_enrolment TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_enrolment TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_enrolment_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_identity TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_identity TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_identity_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_listing TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_listing TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_listing_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_membership TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_membership TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_membership_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_merge TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_merge TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_merge_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_payee TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_payee TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_payee_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.registry_person TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_person_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_resolution TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_resolution TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_resolution_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_responsibility TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_responsibility TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_responsibility_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.registry_roster TO mianshen_runtime;



GRANT UPDATE(known_to) ON TABLE public.registry_roster TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.registry_roster_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT ON TABLE public.trail_entry TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.trail_entry_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_account TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.vault_account_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_mention TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.vault_mention_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_naming TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.vault_naming_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_tie TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.vault_tie_id_seq TO mianshen_runtime;



GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.vault_value TO mianshen_runtime;



GRANT SELECT,USAGE ON SEQUENCE public.vault_value_id_seq TO mianshen_runtime;



ALTER DEFAULT PRIVILEGES FOR ROLE mianshen_owner IN SCHEMA public GRANT SELECT,USAGE ON SEQUENCES TO mianshen_runtime;



ALTER DEFAULT PRIVILEGES FOR ROLE mianshen_owner IN SCHEMA public GRANT SELECT,INSERT,DELETE,UPDATE ON TABLES TO mianshen_runtime;




