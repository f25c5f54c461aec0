INSERT INTO ledger_account (book, kind, holder, is_border)
SELECT book, kind, holder, bool_or(is_border)
FROM (
    SELECT book, debit_kind AS kind, debit_holder AS holder, debit_is_border AS is_border
    FROM ledger_sent
    UNION ALL
    SELECT book, credit_kind, credit_holder, credit_is_border FROM ledger_sent
) AS named
GROUP BY book, kind, holder
ORDER BY book, kind, holder
ON CONFLICT (book, kind, holder) DO NOTHING
