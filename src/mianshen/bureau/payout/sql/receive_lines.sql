-- Approved lines as they were handed over, for the length of one transaction.
CREATE TEMPORARY TABLE payout_received (
    key text NOT NULL,
    person bigint NOT NULL,
    payee text NOT NULL,
    programme text NOT NULL,
    event text NOT NULL,
    amount_fen bigint NOT NULL,
    fund text NOT NULL,
    basis_on date NOT NULL
) ON COMMIT DROP
