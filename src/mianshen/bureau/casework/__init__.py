"""Work orders: who has to look at what is entitled, by when, and what became of it."""
