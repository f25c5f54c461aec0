"""What happened and who paid: settlements, refunds, payments of others, aid given before, bills."""
