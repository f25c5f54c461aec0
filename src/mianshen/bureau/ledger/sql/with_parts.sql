-- The expression is the one of the index ledger_account_whole.
SELECT kind, regexp_replace(holder, ' #[0-9]+$', '') AS whole,
    sum(credits_posted_fen - debits_posted_fen)::bigint,
    sum(credits_posted_fen - debits_posted_fen - debits_pending_fen)::bigint
FROM ledger_account
WHERE book = %s AND kind = ANY(%s) AND regexp_replace(holder, ' #[0-9]+$', '') = ANY(%s)
GROUP BY kind, whole
