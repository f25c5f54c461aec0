-- Balances follow from transfers, for all rows of a statement at once. The function belongs to the
-- owner of the tables: the runtime role can add transfers, and has no other way to a balance. It
-- looks at once whether all accounts and all that is resolved are there, which a foreign key asks for
-- one row after the other; no role that works with rows can take away an account or a transfer.
CREATE OR REPLACE FUNCTION ledger_keep_balances() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Always in the order of their numbers, so that two statements never wait for each other.
    PERFORM 1 FROM ledger_account
    WHERE id IN (SELECT debit_id FROM added UNION SELECT credit_id FROM added)
    ORDER BY id FOR UPDATE;

    IF EXISTS (
        SELECT 1 FROM added
        LEFT JOIN ledger_account AS debit ON debit.id = added.debit_id
        LEFT JOIN ledger_account AS credit ON credit.id = added.credit_id
        WHERE debit.book IS NULL OR debit.book IS DISTINCT FROM credit.book
    ) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            CONSTRAINT = 'ledger_transfer_stays_in_its_book',
            MESSAGE = 'a transfer moves fen inside one book';
    END IF;

    IF EXISTS (
        SELECT 1 FROM added
        LEFT JOIN ledger_transfer AS pending ON pending.id = added.resolves_id
        WHERE added.resolves_id IS NOT NULL
            AND (pending.phase, pending.debit_id, pending.credit_id, pending.amount_fen)
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
