-- The expression is the one of the index ledger_account_whole.
SELECT kind, regexp_replace(holder, ' #[0-9]+$', '') AS whole,
    sum(credits_posted_fen - debits_posted_fen)::bigint,
    sum(credits_posted_fen - debits_posted_fen - debits_pending_fen)::bigint
FROM ledger_account
WHERE book = %(book)s AND kind = ANY(%(kinds)s)
    AND (
        %(holders)s::text[] IS NULL
        OR regexp_replace(holder, ' #[0-9]+$', '') = ANY(%(holders)s::text[])
    )
GROUP BY kind, whole
