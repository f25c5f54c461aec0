"""资金拨付: funds, batches, bank files and returns."""
