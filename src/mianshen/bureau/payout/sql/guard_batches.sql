-- What a batch declares is what is in it, from the moment it is sealed; the function belongs to the
-- owner of the tables, so no program that works with the rows has a way around it.
CREATE FUNCTION payout_seal_batch() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found record;
BEGIN
    IF OLD.sealed_at IS NULL AND NEW.sealed_at IS NOT NULL THEN
        SELECT count(*) AS lines, coalesce(sum(payment.amount_fen), 0) AS fen,
            count(*) FILTER (WHERE line.request_id IS DISTINCT FROM NEW.request_id) AS strangers,
            count(*) FILTER (WHERE payment.amount_fen <> line.amount_fen - line.offset_fen)
                AS differing
        INTO found
        FROM payout_payment AS payment JOIN payout_payable AS line ON line.id = payment.line_id
        WHERE payment.batch_id = NEW.id;
        IF (found.lines, found.fen, found.strangers, found.differing)
            IS DISTINCT FROM (NEW.declared_count::bigint, NEW.declared_fen::numeric, 0::bigint,
                0::bigint)
        THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation',
                CONSTRAINT = 'payout_batch_holds_what_it_declares',
                MESSAGE = format('declared %s payments of %s fen, found %s of %s',
                    NEW.declared_count, NEW.declared_fen, found.lines, found.fen);
        END IF;
    ELSIF OLD.sealed_at IS NOT NULL AND NEW.sealed_at IS DISTINCT FROM OLD.sealed_at THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'payout_batch_stays_sealed', MESSAGE = 'a sealed batch stays sealed';
    END IF;
    IF OLD.sent_at IS NOT NULL AND NEW.sent_at IS DISTINCT FROM OLD.sent_at THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'payout_batch_is_sent_once', MESSAGE = 'a batch is sent once';
    END IF;
    IF OLD.sha256 <> '' AND NEW.sha256 <> OLD.sha256 THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'payout_batch_is_the_same_bytes',
            MESSAGE = 'the file of a batch is always the same bytes';
    END IF;
    RETURN NEW;
END
$$;

CREATE TRIGGER payout_batch_seals BEFORE UPDATE ON payout_batch
FOR EACH ROW EXECUTE FUNCTION payout_seal_batch();

CREATE FUNCTION payout_keep_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM added JOIN payout_batch AS batch ON batch.id = added.batch_id
        WHERE batch.sealed_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'payout_batch_is_sealed',
            MESSAGE = 'nothing is added to a sealed batch';
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER payout_payment_keeps_sealed AFTER INSERT ON payout_payment
REFERENCING NEW TABLE AS added
FOR EACH STATEMENT EXECUTE FUNCTION payout_keep_sealed();
