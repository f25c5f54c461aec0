SELECT book, kind, bool_or(is_border) AS is_border, count(*) AS accounts,
    sum(credits_posted_fen - debits_posted_fen)::bigint AS held_fen,
    sum(debits_pending_fen)::bigint AS leaving_fen
FROM ledger_account
GROUP BY book, kind
ORDER BY book, kind
