"""How the tables of messages came to be, step by step."""
