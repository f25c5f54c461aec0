"""How the tables of payout came to be, step by step."""
