"""工单: one order with everything about it."""
