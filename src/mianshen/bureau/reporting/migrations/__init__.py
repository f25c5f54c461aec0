"""How the tables of reporting came to be, step by step."""
