"""The database: an embedded PostgreSQL, or any other by its address, with an owner and a user."""
