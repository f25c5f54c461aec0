-- What waits for somebody in the way of money, counted: requests by their state, batches before
-- and after the bank has them, what was not paid, and what a colleague of somebody proposed.
SELECT
    (SELECT count(*) FROM payout_request WHERE state = 'submitted'),
    (SELECT count(*) FROM payout_request WHERE state = 'reviewed'),
    (
        SELECT count(*) FROM payout_request AS request
        WHERE request.state = 'arrived'
            AND NOT EXISTS (
                SELECT 1 FROM payout_batch AS batch
                WHERE batch.request_id = request.id AND batch.cancelled_at IS NULL
            )
    ),
    (SELECT count(*) FROM payout_batch WHERE sent_at IS NULL AND cancelled_at IS NULL),
    (
        SELECT count(*) FROM payout_batch AS batch
        WHERE batch.sent_at IS NOT NULL
            AND EXISTS (
                SELECT 1 FROM payout_payment AS payment
                WHERE payment.batch_id = batch.id AND payment.outcome IS NULL
            )
    ),
    (SELECT count(*) FROM payout_task WHERE done_at IS NULL),
    (
        SELECT count(*) FROM proposals_proposal
        WHERE decided_by IS NULL AND by <> %(actor)s AND act = ANY(%(acts)s::text[])
    )
