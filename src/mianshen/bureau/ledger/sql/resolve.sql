-- Carries out or undoes what is pending under each key; resolved in the same way before, it stays.
INSERT INTO ledger_transfer
    (key, debit_id, credit_id, amount_fen, phase, resolves_id, reason, subject)
SELECT pending.key || ':' || %(phase)s, pending.debit_id, pending.credit_id, pending.amount_fen,
    %(phase)s, pending.id, %(reason)s, pending.subject
FROM ledger_transfer AS pending
WHERE pending.key = ANY(%(keys)s) AND pending.phase = 'pending'
ORDER BY pending.key
ON CONFLICT (key) DO NOTHING
