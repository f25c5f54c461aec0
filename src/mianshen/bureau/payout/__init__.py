"""Money out: funds, requests to the treasury, the bank's files, and what comes back."""
