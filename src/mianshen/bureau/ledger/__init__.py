"""Where every fen is: accounts that cannot be overdrawn and transfers that only ever add up."""
