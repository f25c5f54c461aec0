-- The lines of a return file, for the length of one transaction.
CREATE TEMPORARY TABLE payout_answered (
    place text NOT NULL,
    payment text NOT NULL,
    outcome text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    amount_fen bigint,
    settled_on date,
    reference text NOT NULL
) ON COMMIT DROP
