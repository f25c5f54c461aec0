-- What is still open on a day, the newest month that is closed, and that in which the ledger begins.
SELECT
    (SELECT max(month) FROM reporting_closing WHERE district = %(district)s),
    (SELECT date_trunc('month', min(at) AT TIME ZONE %(zone)s)::date FROM ledger_transfer),
    (SELECT count(*) FROM payout_payment AS payment
        JOIN payout_batch AS batch ON batch.id = payment.batch_id
        WHERE batch.sent_at IS NOT NULL AND payment.outcome IS NULL),
    (SELECT count(*) FROM proposals_proposal
        WHERE decided_by IS NULL AND act = ANY(%(acts)s::text[])),
    (SELECT count(*) FROM payout_batch WHERE sent_at IS NULL AND cancelled_at IS NULL),
    (SELECT count(*) FROM payout_request WHERE state IN ('submitted', 'reviewed')),
    (SELECT count(*) FROM payout_task WHERE done_at IS NULL),
    (SELECT count(*) FROM ledger_account WHERE book = 'claims' AND kind = 'approved'
        AND credits_posted_fen > debits_posted_fen),
    (SELECT count(*) FROM payout_recovery WHERE state <> 'closed'),
    (SELECT count(DISTINCT clock.order_id) FROM casework_clock AS clock
        JOIN casework_order AS o ON o.id = clock.order_id
        WHERE clock.ended_on IS NULL AND clock.due_on < %(day)s AND o.state <> 'void')
