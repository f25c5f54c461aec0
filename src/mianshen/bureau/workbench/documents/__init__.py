"""文书: numbered documents made from an order or a recovery, printed, and found again."""
