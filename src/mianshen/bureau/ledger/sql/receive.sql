-- What was sent, for the length of one transaction; `place` is the order in which it was sent.
CREATE TEMPORARY TABLE ledger_sent (
    place bigint GENERATED ALWAYS AS IDENTITY,
    key text NOT NULL,
    book text NOT NULL,
    debit_kind text NOT NULL,
    debit_holder text NOT NULL,
    debit_is_border boolean NOT NULL,
    credit_kind text NOT NULL,
    credit_holder text NOT NULL,
    credit_is_border boolean NOT NULL,
    amount_fen bigint NOT NULL,
    phase text NOT NULL,
    reason text NOT NULL,
    subject text NOT NULL
) ON COMMIT DROP
