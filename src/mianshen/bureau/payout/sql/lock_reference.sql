-- Whoever enters the same reference of the bank waits until this transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended('payout reference ' || %(reference)s, 0))
